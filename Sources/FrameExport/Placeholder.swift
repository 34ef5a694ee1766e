/// Frames as files.
