import ConvolutionEngine
import Digits
import Foundation
import Testing

@testable import Lecture

/// The digits network that the program carries, on the files that it was trained with.
@Suite struct TrainedDigitsOnMNISTTests {
  /// With CNNVIZ_MNIST set to the folder of MNIST's files: what nothing was learned from.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["CNNVIZ_MNIST"] != nil))
  func mnistIsRead() throws {
    let folder = try DigitFolder(at: #require(ProcessInfo.processInfo.environment["CNNVIZ_MNIST"]))
    let heldOut = folder.training[folder.training.count - 5000..<folder.training.count]
    for (digits, wanted) in [(heldOut, 0.992), (heldOut.coarse, 0.98), (heldOut.hard, 0.985)]
      + (folder.test.map { [($0, 0.992)] } ?? [])
    {
      let accuracy = try #require(
        TrainedDigits.carried.network.accuracy(on: digits, weights: TrainedDigits.carried.weights))
      #expect(accuracy >= wanted)
    }
  }
}
