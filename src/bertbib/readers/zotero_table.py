"""Zotero's item types and fields -> CSL's types and variables.

Facts of Zotero's own schema (https://github.com/zotero/zotero-schema, ``schema.json``: item types, base fields,
creator types, and its ``csl`` part).
"""

from __future__ import annotations

CSL_TYPES = {
    "annotation": "document", "artwork": "graphic", "attachment": "document", "audioRecording": "song", "bill": "bill",
    "blogPost": "post-weblog", "book": "book", "bookSection": "chapter", "case": "legal_case",
    "computerProgram": "software", "conferencePaper": "paper-conference", "dataset": "dataset",
    "dictionaryEntry": "entry-dictionary", "document": "document", "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia", "film": "motion_picture", "forumPost": "post", "hearing": "hearing",
    "instantMessage": "personal_communication", "interview": "interview", "journalArticle": "article-journal",
    "letter": "personal_communication", "magazineArticle": "article-magazine", "manuscript": "manuscript",
    "map": "map", "newspaperArticle": "article-newspaper", "note": "document", "patent": "patent",
    "podcast": "broadcast", "preprint": "article", "presentation": "speech", "radioBroadcast": "broadcast",
    "report": "report", "standard": "standard", "statute": "legislation", "thesis": "thesis",
    "tvBroadcast": "broadcast", "videoRecording": "motion_picture", "webpage": "webpage",
}  # fmt: skip
"""Item types -> CSL types."""

NO_WORKS = frozenset({"attachment", "note", "annotation"})
"""Item types that are no works but belong to one, or stand alone."""

FIELDS = {
    "title": ("title", "caseName", "nameOfAct", "subject"),
    "container-title": (
        "publicationTitle", "proceedingsTitle", "bookTitle", "encyclopediaTitle", "dictionaryTitle", "websiteTitle",
        "blogTitle", "forumTitle", "programTitle", "reporter", "code",
    ),
    "collection-title": ("series", "seriesTitle"),
    "collection-number": ("seriesNumber",),
    "event-title": ("conferenceName", "meetingName"),
    "publisher": (
        "publisher", "university", "institution", "repository", "company", "studio", "label", "network", "distributor",
        "organization",
    ),
    "publisher-place": ("place", "repositoryLocation"),
    "volume": ("volume", "codeVolume", "reporterVolume", "codeNumber"),
    "issue": ("issue", "priorityNumbers"),
    "page": ("pages", "codePages", "firstPage"),
    "number": (
        "number", "archiveID", "reportNumber", "patentNumber", "identifier", "episodeNumber", "billNumber",
        "docketNumber", "documentNumber", "publicLawNumber",
    ),
    "genre": (
        "type", "genre", "thesisType", "reportType", "manuscriptType", "presentationType", "postType", "websiteType",
        "letterType", "mapType", "audioFileType",
    ),
    "edition": ("edition",),
    "archive": ("archive",),
    "archive_location": ("archiveLocation",),
    "DOI": ("DOI",),
    "ISBN": ("ISBN",),
    "ISSN": ("ISSN",),
    "URL": ("url",),
    "issued": ("date", "dateDecided", "dateEnacted", "issueDate"),
    "abstract": ("abstractNote",),
    "language": ("language",),
    "title-short": ("shortTitle",),
    "note": ("extra",),
}  # fmt: skip
"""CSL variables -> the fields, base field first, that fill them."""

AUTHORS = frozenset({
    "author", "artist", "performer", "programmer", "director", "inventor", "presenter", "podcaster", "interviewee",
    "sponsor", "cartographer",
})  # fmt: skip
"""Creator types that are their item type's first one, which CSL calls its author."""

CREATORS = {"bookAuthor": "container-author", "seriesEditor": "collection-editor"}
"""Creator types whose CSL variable has another name; a type that is no variable keeps its own."""
