"""The words of sentence structure, by what they stand for; words of time: `times`, what blocks do: `Block.says`."""

# Words that carry nothing of their own
EMPTY = frozenset([
    "a", "an", "the", "and", "then", "to", "of", "on", "in", "at", "it", "its", "it's", "is", "are", "be", "i", "me",
    "my", "we", "us", "our", "you", "your", "please", "just", "that", "this", "there", "with", "for", "by", "so",
    "also", "will", "would", "want", "like", "can", "could", "should", "have", "has", "do", "does", ",", ".", ";",
    ":", "!", "?", "&", "-", "(", ")", "\u2014", "\u2013", "i'd", "need", "automatically", "as", "from", "into",
    "let's", "let", "happens", "using", "only",
    "something", "anything", "some", "new",
])  # fmt: skip
JOINTS = frozenset(["and", "then", ",", ";", ":", "&", "please", "also", "to", "-", "\u2014", "\u2013", "should"])

FILE_ENDINGS = frozenset([
    "txt", "md", "pdf", "csv", "tsv", "log", "sh", "bash", "py", "js", "ts", "rb", "pl", "json", "jsonl", "yaml",
    "yml", "toml", "ini", "conf", "cfg", "env", "html", "htm", "xml", "sql", "db", "sqlite", "zip", "tar", "gz",
    "tgz", "bz2", "xz", "7z", "png", "jpg", "jpeg", "gif", "svg", "webp", "heic", "mp3", "mp4", "mkv", "mov", "wav",
    "flac", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "epub", "ics", "eml", "bak", "tmp", "lock",
    "service", "timer", "tex", "cpp", "java", "css", "ipynb", "tif", "tiff", "webm", "avi", "m4a", "opus", "srt", "vcf",
    "gpx", "php", "sqlite3", "parquet", "key", "pem", "crt", "img", "dmg", "deb", "rpm", "torrent",
])  # fmt: skip
DOT_FILES = frozenset(".env .bashrc .zshrc .profile .vimrc .gitconfig .gitignore .htaccess .npmrc".split())
NOT_PATHS = frozenset([
    "and/or", "either/or", "on/off", "up/down", "yes/no", "true/false", "he/she", "his/her", "w/o", "n/a", "tcp/ip",
    "ci/cd", "i/o",
])  # fmt: skip

# What happened to a file, in the words of the file block's choices
FILE_EVENTS = {
    word: kind
    for kind, words in (
        ("created", ("appears", "appear", "arrives", "arrive", "lands", "land", "added", "add", "created", "create",
                     "dropped", "drop", "new", "saved", "save", "copied", "copy", "moved", "move", "uploaded", "upload",
                     "downloaded", "download", "comes", "shows", "put")),
        ("changed", ("changes", "change", "changed", "modified", "modify", "updated", "update", "edited", "edit",
                     "written")),
        ("deleted", ("deleted", "delete", "removed", "remove", "disappears", "vanishes", "goes")),
    )
    for word in words
}  # fmt: skip
