"""Reading lists in many grammars, their places for a new work marked, and the line that belongs there."""

from __future__ import annotations

from bertbib.model import Identifier, Intake, Name
from bertbib.readers.markdown import READER
from bertbib.writers import markdown
from bertbib.writers.work import Work, Written

ADA, BOB, EVE = Name("Lovelace", "Ada"), Name("Kahn", "Robert E."), Name("van Rossum", "Eve")
PUBLISHED = Work(
    "Graphs: Counting [MASK] Tokens",
    "https://arxiv.org/abs/2104.00001",
    (Identifier("arxiv", "2104.00001"),),
    (ADA, BOB, EVE),
    "ACL",
    2022,
    "",
    (2021, 4),
)
PREPRINT = PUBLISHED._replace(venue="", year=None, title="A Preprint on Nothing at All")
FINDINGS = PUBLISHED._replace(side="findings")

A = "arxiv.org/abs/2001.0000"


def read(text: str) -> Intake:
    return READER.read(text, "list.md")


def add(text: str, work: Work, theme: str = "Theme") -> Written:
    (path,) = [one.path for one in read(text).themes if one.path[-1] == theme]
    return markdown.add(text, "list.md", path, work, read)


LINKED = f"""# List

## Theme

* [The First Title Here](https://{A}1) (ACL2019)
* [The Second Title Here](https://{A}2) (ICML2020) [[github](https://github.com/a/b)]
* [The Third Title Here](https://{A}3)@@

## Other

* [The Fourth Title Here](https://{A}4) (ACL2019 Findings)
"""
QUOTED = f"""## Theme
- **BERT**: "The First Title Here", *ICML, Jan 2022*. [[Paper](https://{A}1)] [[Code](https://github.com/a/b)]
- **GPT**: "The Second Title Here", *ICLR, May 2021*. [[Paper](https://{A}2)] [[Website](https://x.github.io)]
- "The Third Title Here", *arXiv, Apr 2023*. [[Paper](https://{A}3)]@@
"""
BOLD = f"""## Theme

9. **The First Title Here**. *Ann Lee, Bo Chen, Cy Dow*. EMNLP 2019. [[pdf](https://{A}1)] [[code](https://github.com/a/b)]
10. **The Second Title Here**. *Dan Poe and Flo Gil*. ACL 2020. [[pdf](https://{A}2)]@@
"""
NAMED = f"""## Theme

* ABC-GAN - [The First Title Here](https://{A}1) ([github](https://github.com/a/b))
* DEF-GAN - [The Second Title Here](https://{A}2)@@
"""
AUTHORS = f"""## Theme

* Ann Lee and Bo Chen. 2019. [The First Title Here](https://{A}1). In *Proceedings of AAAI 2019*.
* Cy Dow, Dan Poe, and Flo Gil. 2020. [The Second Title Here](https://{A}2). In *Proceedings of ACL 2020*.@@
"""
PLAIN = f"""## Theme
- The First Title Here, *ICASSP'24* ([Paper](https://{A}1), [Code](https://github.com/a/b))
- The Second Title Here, *ACL'23* ([Paper](https://{A}2))@@

## Other
"""
NESTED = f"""## Theme

- **The First Title Here (AAAI 2020)**
  - Ann Lee, Bo Chen
  - [[Paper]](https://{A}1)
  - [[Code]](https://github.com/a/b)
- **The Second Title Here (ICML 2021)**
  - Cy Dow, Dan Poe
  - [[Paper]](https://{A}2)@@
"""
BLOCKS = f"""## Theme

**The First Title Here** \\
*Ann Lee, Bo Chen* \\
CVPR 2023. [[Paper](https://{A}1)]

**The Second Title Here** \\
*Cy Dow, Dan Poe* \\
ACL 2023. [[Paper](https://{A}2)] [[Github](https://github.com/a/b)]@@

## Other

text
"""
KEYED = f"""## Theme

**The First Title Here**

- Paper: https://{A}1
- Code: https://github.com/a/b

**The Second Title Here**

- Paper: https://{A}2@@
"""
PIPED = f"""## Theme

- **2020-05** | The First Title Here | *Ann Lee, Bo Chen* | [arXiv](https://{A}1) | [code](https://github.com/a/b)
- **2020-06** | The Second Title Here | *Cy Dow, Dan Poe* | [arXiv](https://{A}2)@@
"""
TABLE = f"""## Theme

| Title                | Venue | Year | Paper                  | Code                            |
|----------------------|:-----:|------|------------------------|---------------------------------|
| The First Title Here | ICML  | 2020 | [pdf](https://{A}1) | [code](https://github.com/a/b) |
| The Second One Here  | -     | 2021 | [pdf](https://{A}2) | -                              |@@

After it.
"""
HTML = f"""## Theme

<details><summary>The First Title Here (2023) [<a href="https://{A}1">Paper</a>] 💸</summary>

* a note

</details>
<details><summary>The Second Title Here (2024) [<a href="https://{A}2">Paper</a>]</summary>

* a note

</details>@@
"""
BADGES = f"""## Theme
- [2020/10] **[The First Title Here](https://{A}1)** ![ICLR'21](https://img.shields.io/badge/ICLR21-blue)
- [2020/11] **[The Second Title Here](https://{A}2)**@@
"""
PROSE = f"""## Theme

* [The First Title Here](https://{A}1) by Ann Lee and Bo Chen - good, but long.
* [The Second Title Here](https://{A}2) by Cy Dow et al. - see also the talk.
    * read twice@@
"""

T = "Graphs: Counting \\[MASK\\] Tokens"
N = "A Preprint on Nothing at All"
U = "https://arxiv.org/abs/2104.00001"
GRAMMARS = [
    ("linked", LINKED, PUBLISHED, f"* [{T}]({U}) (ACL2022)"),
    ("linked preprint", LINKED, PREPRINT, f"* [{N}]({U})"),
    ("linked findings", LINKED, FINDINGS, f"* [{T}]({U}) (ACL2022 Findings)"),
    ("quoted", QUOTED, PUBLISHED, f'- **Graphs**: "{T}", *ACL, 2022*. [[Paper]({U})]'),
    ("bold", BOLD, PUBLISHED, f"11. **{T}**. *Ada Lovelace, Robert E. Kahn and Eve van Rossum*. ACL 2022. [[pdf]({U})]"),
    ("named", NAMED, PUBLISHED, f"* Graphs - [{T}]({U})"),
    ("named, no name", NAMED, PREPRINT, f"* [{N}]({U})"),
    ("authors first", AUTHORS, PUBLISHED,
     f"* Ada Lovelace, Robert E. Kahn, and Eve van Rossum. 2022. [{T}]({U}). In *Proceedings of ACL 2022*."),
    ("plain", PLAIN, PUBLISHED, f"- {T}, *ACL'22* ([Paper]({U}))"),
    ("nested", NESTED, PUBLISHED,
     f"- **{T} (ACL 2022)**\n  - Ada Lovelace, Robert E. Kahn, Eve van Rossum\n  - [[Paper]]({U})"),
    ("blocks", BLOCKS, PUBLISHED,
     f"\n**{T}** \\\n*Ada Lovelace, Robert E. Kahn, Eve van Rossum* \\\nACL 2022. [[Paper]({U})]"),
    ("keyed", KEYED, PUBLISHED, f"\n**{T}**\n\n- Paper: {U}"),
    ("piped", PIPED, PREPRINT,
     f"- **2021-04** | {N} | *Ada Lovelace, Robert E. Kahn, Eve van Rossum* | [arXiv]({U})"),
    ("table", TABLE, PUBLISHED, f"| {T} | ACL   | 2022 | [pdf]({U}) | -                              |"),
    ("html", HTML, PUBLISHED,
     f'<details><summary>Graphs: Counting [MASK] Tokens (2022) [<a href="{U}">Paper</a>]</summary>\n</details>'),
    ("badges", BADGES, PREPRINT, f"- [2021/04] **[{N}]({U})**"),
    ("prose", PROSE, PREPRINT, f"* [{N}]({U}) by Ada Lovelace et al."),
]  # fmt: skip
