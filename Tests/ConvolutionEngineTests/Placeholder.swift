import Testing

@testable import ConvolutionEngine
