"""Write the invented data: ``python -m sampler.demo OUT [county|zone] [GIVEN]``.

GIVEN is the folder whose policy/ and calendar/ people wrote; without it, the data folder of the repository.
"""

import sys
from pathlib import Path

from sampler.demo.generate import SHIPPED, generate


def main(words: list[str]) -> int:
    """Write one place into a new folder and say how many steps it took."""
    if not 1 <= len(words) <= 3 or (len(words) > 1 and words[1] not in SHIPPED):
        sys.stderr.write("用法：python -m sampler.demo 目标文件夹 [county|zone] [规则和日历所在的文件夹]\n")
        return 2
    key = words[1] if len(words) > 1 else "county"
    given = Path(words[2]) if len(words) > 2 else SHIPPED[key]
    count = generate(key, Path(words[0]), given)
    sys.stdout.write(f"已写入 {words[0]}，共 {count} 步。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
