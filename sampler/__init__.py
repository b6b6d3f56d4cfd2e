"""阳光抽查: a random draw anyone can recompute, and a public record nothing private leaves through."""
