"""Messy .bib texts: works in everybody's house style, each several times, among comments, macros and broken entries."""

from hypothesis import strategies as st

WORKS = (
    {
        "arxiv": "title={Bert: Pre-training of deep bidirectional transformers}|author={Devlin, Jacob and Chang, Ming-Wei}|"
        "journal={arXiv preprint arXiv:1810.04805}|year={2018}",
        "corr": "author = {Jacob Devlin and Ming{-}Wei Chang}|title = {{BERT:} Pre-training of Deep Bidirectional "
        "Transformers}|journal = {CoRR}|volume = {abs/1810.04805}|year = {2018}|eprinttype = {arXiv}|eprint = {1810.04805}",
        "acl": 'title = "{BERT}: Pre-training of Deep Bidirectional Transformers"|author = "Devlin, Jacob and Chang, '
        'Ming-Wei"|booktitle = "Proceedings of NAACL"|month = jun|year = "2019"|doi = "10.18653/v1/N19-1423"|pages = "4171--4186"',
        "mess": "title={{BERT: Pre-training of Deep Bidirectional Transformers}}|author={J. Devlin, M. Chang}|journal={arXiv}|"
        "booktitle={NAACL 2019}|year=2019|pages={4171-4186}|doi={https://doi.org/10.18653/V1\\/N19-1423}",
    },
    {
        "pmlr": "title = {Dropout as a {B}ayesian Approximation of Things}|author = {Gal, Yarin and Ghahramani, Zoubin}|"
        "booktitle = {Proceedings of The 33rd International Conference on Machine Learning}|pages = {1050--1059}|"
        "year = {2016}|volume = {48}|series = {PMLR}|month = {20--22 Jun}",
        "scholar": "title={Dropout as a bayesian approximation of things}|author={Gal, Yarin and Ghahramani, Zoubin et al.}|"
        "booktitle={ICML}|pages={1050\u20131059}|year={2016}|month={June}",
        "zotero": "title = {{Dropout as a Bayesian Approximation of Things}}|author = {Gal, Yarin and Ghahramani, Zoubin}|"
        "date = {2016-06-01}|journaltitle = {arXiv:1506.02142 [cs, stat]}|abstract = {We % show [this].}|"
        "keywords = {Computer Science, Statistics}|file = {/home/me/Gal 2016.pdf:application/pdf}",
        "swallowed": "title = {Dropout as a Bayesian Approximation of Things,\n  year = {2016},\n  pages = {1-2}}",
    },
    {
        "journal": "title={Mask of things in images}|author={He, Kaiming and Gkioxari, Georgia}|journal={IEEE Transactions on "
        "Pattern Analysis and Machine Intelligence}|year={2020}|volume=42|pages={386-397}|month=2",
        "paper": "title={Mask of things in images}|author={Kaiming He and Georgia Gkioxari 0001}|year=2017|"
        "booktitle={2017 {IEEE} International Conference on Computer Vision ({ICCV})}|pages={2980 - 2988}",
        "macro": 'title={Mask of things in images}|author={Kaiming He and Georgia Gkioxari}|booktitle = iccv # " 2017"|'
        "year = 2017|pages={2980--2988}|note={mine}",
        "crossed": "title={Mask of things in images}|author={Kaiming He and Georgia Gkioxari}|crossref={work2journal}|year=2017",
    },
    {
        "nothing": "note={x}",
        "twice": "note={x}|year=1999|year={1999}|Year = 2000",
        "comma": 'title={No comma of it} year=2001|note="b"',
        "ids": "title={A work with old keys of it}|year=2001|author={Me, Only}|ids={old1, old2}",
        "again": "title={A work with old keys of it}|year=2001|author={Me, Only}|ids={old2,old3}|groups={a}|url={http://x.y/z}",
    },
)
BETWEEN = (
    *("", "\n", "\n\n", "% a comment\n", "% far away\n\n", "free text of me@home\n", "%@misc{out, year=1}\n"),
    '@string{iccv = "Int. Conf. on Computer Vision"}\n',
    '@preamble{"\\def\\x{y}"}\n\n',
    "@comment{jabref-meta: databaseType:bibtex;}\n\n",
    "@comment{BibDesk Static Groups{\n<plist/>\n}}\n",
    "@comment{mine}\n",
)
BROKEN = (
    "@article{broken, title = {no end\n\n",
    "@misc{lost, title = {T}, {x}}\n",
    "@article{\n",
    "@misc{a, t = {a \\} b}}\n",
)


@st.composite
def written(draw: st.DrawFn, broken: bool = False) -> str:
    """An entry in some layout."""
    number = draw(st.integers(0, len(WORKS) - 1))
    style = draw(st.sampled_from(sorted(WORKS[number])))
    fields = WORKS[number][style].split("|")
    fields = [field for field in fields if draw(st.integers(0, 9)) or field.startswith("title")]
    key = draw(st.sampled_from([f"work{number}{style}", f"work{number}{style}", f"Work{number}", f"w{number}", "same"]))
    kind = draw(st.sampled_from(["article", "inproceedings", "misc", "ARTICLE"]))
    opening, closing = draw(st.sampled_from([("{", "}"), ("{", "}"), ("{", "}"), ("(", ")")]))
    joint = draw(st.sampled_from([",\n  ", ",\n  ", ", ", ",\n\t", "\n, "]))
    comma = draw(st.sampled_from(["", ","]))
    end = draw(st.sampled_from(["\n", "", " "]))
    return f"@{kind}{opening}{key}{joint}{joint.join(fields)}{comma}{end}{closing}"


@st.composite
def messy_bibs(draw: st.DrawFn) -> str:
    """A whole file with one kind of line end."""
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = draw(st.sampled_from(["", "", "\ufeff", "% Encoding: UTF-8\n\n"]))
    for _ in range(draw(st.integers(0, 7))):
        text += draw(st.sampled_from(BETWEEN)) + draw(st.sampled_from(BETWEEN))
        text += draw(st.sampled_from(BROKEN)) if draw(st.integers(0, 14)) == 0 else ""
        text += draw(written()) + draw(st.sampled_from(["\n", "\n\n", "\n", " % behind it\n", "", " "]))
    text += draw(st.sampled_from(["", *BETWEEN]))
    return text.replace("\n", newline)
