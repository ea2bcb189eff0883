"""Similar approved replies, facts and charter passages: embeddings, BM25, Chroma, fusion."""
