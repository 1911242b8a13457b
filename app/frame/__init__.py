"""What pages of several activities show: the document frame, printed documents, downloads, charts."""
