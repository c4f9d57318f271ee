"""What a URL leads to, by its host and path: a paper, code, data, a project page, a blog, a video or slides."""

from __future__ import annotations

from bertbib.model.reference import Role
from bertbib.text.link_hosts import RULES, Address

# Sites of papers whose URLs carry no identifier of a scheme, with the start of the paths that show papers.
_PAPERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(RULES, ("",)),
    "arxiv.org": ("abs", "pdf", "html", "paper", "ps", "format"),
    "huggingface.co": ("papers",),
    "hf.co": ("papers",),
    "aclanthology.org": (),
    "aclweb.org": ("anthology",),
    "proceedings.mlr.press": ("v", "r"),
    "jmlr.org": ("papers", "proceedings"),
    "jmlr.csail.mit.edu": ("papers", "proceedings"),
    "raw.githubusercontent.com": (),
    **dict.fromkeys(
        ("openreview.net", "api.openreview.net", "api2.openreview.net"),
        ("forum", "pdf", "attachment", "references", "revisions"),
    ),
    "dblp.org": ("rec",),
    "dblp.uni-trier.de": ("rec",),
    "nature.com": ("articles", "nature/journal"),
    "dl.acm.org": ("doi", "citation", "authorize", "ft_gateway"),
    "link.springer.com": ("article", "chapter", "book", "content", "10."),
    "semanticscholar.org": ("paper", "arxiv"),
    "papers.nips.cc": ("paper", "book"),
    "papers.neurips.cc": ("paper",),
    "proceedings.neurips.cc": ("paper",),
    "proceedings.nips.cc": ("paper",),
    "datasets-benchmarks-proceedings.neurips.cc": ("paper",),
    "proceedings.iclr.cc": ("paper",),
    "openaccess.thecvf.com": ("content", "Content"),
    "cv-foundation.org": ("openaccess/content",),
    "ecva.net": ("papers/",),
    "ojs.aaai.org": ("index.php", "ojs"),
    "aaai.org": ("ocs", "papers", "Papers", "ojs", "index.php"),
    "ijcai.org": ("proceedings", "Proceedings", "Abstract", "abstract", "papers"),
    "ieeexplore.ieee.org": ("document", "abstract", "stamp", "iel", "xpl", "xpls"),
    "computer.org": ("csdl",),
    "sciencedirect.com": ("science/article", "article"),
    "cell.com": ("",),
    "ncbi.nlm.nih.gov": ("pubmed", "pmc"),
    "pubmed.ncbi.nlm.nih.gov": ("",),
    "pmc.ncbi.nlm.nih.gov": ("articles",),
    "europepmc.org": ("article", "abstract"),
    "researchgate.net": ("publication", "profile"),
    "api.semanticscholar.org": ("CorpusID", "arXiv"),
    "pdfs.semanticscholar.org": ("",),
    "citeseerx.ist.psu.edu": ("",),
    "citeseer.ist.psu.edu": ("",),
    "eprint.iacr.org": ("",),
    "papers.ssrn.com": ("",),
    "ssrn.com": ("abstract",),
    "hal.archives-ouvertes.fr": ("",),
    "hal.science": ("",),
    "hal.inria.fr": ("",),
    "isca-speech.org": ("archive",),
    "isca-archive.org": ("",),
    "mdpi.com": ("",),
    "usenix.org": ("conference", "system/files", "legacy"),
    "ndss-symposium.org": ("ndss-paper", "wp-content"),
    "vldb.org": ("pvldb",),
    "cidrdb.org": ("",),
    "roboticsproceedings.org": ("",),
    "jair.org": ("index.php",),
    "peerj.com": ("articles", "preprints"),
    "elifesciences.org": ("articles", "reviewed-preprints"),
    "hindawi.com": ("journals",),
    "cambridge.org": ("core/journals", "core/books"),
    "academic.oup.com": ("",),
    "projecteuclid.org": ("",),
    "jstor.org": ("stable",),
    "ceur-ws.org": ("Vol-",),
    "drops.dagstuhl.de": ("opus", "storage", "entities"),
    "transacl.org": ("",),
    "lrec-conf.org": ("proceedings",),
    "paperswithcode.com": ("paper",),
    "distill.pub": ("",),
    "transformer-circuits.pub": ("",),
    "pnas.org": ("content", "doi"),
    "science.org": ("content", "doi"),
    "science.sciencemag.org": ("content",),
    "techrxiv.org": ("",),
    "chemrxiv.org": ("engage", "articles"),
    "psyarxiv.com": ("",),
    "preprints.org": ("manuscript",),
    "authorea.com": ("",),
    "core.ac.uk": ("",),
    "catalyzex.com": ("paper",),
    "annualreviews.org": ("",),
    "iacr.org": ("archive",),
}

_ROLES: dict[str, Role] = {
    **dict.fromkeys(
        (
            "github.com",
            "gist.github.com",
            "raw.githubusercontent.com",
            "gitlab.com",
            "gitee.com",
            "bitbucket.org",
            "sourceforge.net",
            "codeberg.org",
            "colab.research.google.com",
            "codalab.org",
            "worksheets.codalab.org",
            "codeocean.com",
            "code.google.com",
            "pypi.org",
            "huggingface.co",
            "hf.co",
            "modelscope.cn",
            "tfhub.dev",
            "kaggle.com",
            "anonymous.4open.science",
        ),
        "code",
    ),
    **dict.fromkeys(("zenodo.org", "figshare.com", "dataverse.harvard.edu", "catalog.ldc.upenn.edu", "osf.io"), "data"),
    **dict.fromkeys(
        (
            "youtube.com",
            "youtu.be",
            "m.youtube.com",
            "vimeo.com",
            "bilibili.com",
            "slideslive.com",
            "videolectures.net",
        ),
        "video",
    ),
    **dict.fromkeys(("slideshare.net", "speakerdeck.com"), "slides"),
    **dict.fromkeys(
        (
            "medium.com",
            "towardsdatascience.com",
            "zhuanlan.zhihu.com",
            "zhihu.com",
            "jianshu.com",
            "dev.to",
            "hackernoon.com",
            "blog.csdn.net",
            "ruder.io",
            "jalammar.github.io",
            "lilianweng.github.io",
            "colah.github.io",
            "thegradient.pub",
            "kexue.fm",
        ),
        "blog",
    ),
}

_BLOG_DOMAINS = ("blogspot", "wordpress", "substack", "medium", "googleblog", "tumblr", "hatenablog")


def role_of(address: Address) -> Role:
    """The role of a link that carries no identifier of a scheme."""
    host, path = address.host, "/".join(address.segments)
    lower = path.lower()
    if "presentation" in address.segments and host == "docs.google.com":
        return "slides"
    if lower.endswith((".pdf", ".ps", ".ps.gz", ".djvu")):
        return "slides" if "slides" in lower else "paper"
    starts = _PAPERS.get(host)
    if starts is not None and path and path.startswith(starts):
        return "paper"
    labels = host.split(".")
    if _is_blog(labels, address.segments):
        return "blog"
    if host in ("huggingface.co", "kaggle.com") and "datasets" in address.segments:
        return "data"
    known = _ROLES.get(host)
    if known:
        return known
    if labels[0] == "gitlab":
        return "code"
    if host.endswith((".github.io", ".gitlab.io")) or host == "sites.google.com":
        return "project"
    return "other"


def _is_blog(labels: list[str], segments: tuple[str, ...]) -> bool:
    """Whether a label of the host or a folder of the path says blog."""
    if any("blog" in label or label in _BLOG_DOMAINS for label in labels[:-1]) or labels[-1] == "blog":
        return True
    return any(segment in ("blog", "blogs", "posts", "post") or "-blog" in segment for segment in segments[:2])


def is_known(host: str) -> bool:
    """Whether a host stands in one of the tables, so that a URL without its scheme may be taken for one."""
    return host in RULES or host in _PAPERS or host in _ROLES
