// Lies where the loader does not look, as a library that is not installed.
int from_absent_library() { return 1; }
