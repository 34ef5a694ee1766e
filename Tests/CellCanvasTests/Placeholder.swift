import Testing

@testable import CellCanvas
