import Testing

@testable import FrameExport
