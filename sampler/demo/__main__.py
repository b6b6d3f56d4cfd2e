"""Write the invented data.

``python -m sampler.demo OUT [county|zone] [GIVEN]`` writes one place into a new folder; GIVEN is the folder whose
policy/ and calendar/ people wrote (without it, the shipped one). ``python -m sampler.demo --shipped`` writes both places
anew where they lie in the repository.
"""

import sys
from pathlib import Path

from sampler.demo.generate import SHIPPED, generate, refresh

USAGE = "用法：python -m sampler.demo 目标文件夹 [county|zone] [规则和日历所在的文件夹]，或 --shipped\n"


def main(words: list[str]) -> int:
    """Write what the words ask for and say how many steps it took."""
    if words == ["--shipped"]:
        for key, home in SHIPPED.items():
            sys.stdout.write(f"已重写 {home}，共 {refresh(key)} 步。\n")
        return 0
    if not 1 <= len(words) <= 3 or words[0].startswith("-") or (len(words) > 1 and words[1] not in SHIPPED):
        sys.stderr.write(USAGE)
        return 2
    key = words[1] if len(words) > 1 else "county"
    given = Path(words[2]) if len(words) > 2 else SHIPPED[key]
    count = generate(key, Path(words[0]), given)
    sys.stdout.write(f"已写入 {words[0]}，共 {count} 步。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
