import CellCanvas
import ConvolutionEngine
import Playback
import Testing

@testable import Lecture

/// A wide window shows the same pooling at work on the edges of a picture.
@Suite struct MaxPoolEdgesTests {
  private static let wide = Size(columns: 158, rows: 38)

  @Test(arguments: [("2", "2", "12 × 14"), ("3", "2", "11 × 13"), ("4", "3", "7 × 9")])
  func aWideWindowPoolsAPicture(_ window: String, _ stride: String, _ sides: String) throws {
    let scene = try scene(MaxPoolScene.self, ["window": window, "stride": stride])
    let text = scene.figure(at: Playhead(step: 0), size: Self.wide).plainText
    #expect(text.contains("output \(sides), the same window"))
    let narrow = scene.figure(at: Playhead(step: 0), size: Size(columns: 78, rows: 17)).plainText
    #expect(!narrow.contains("the same window"))
  }

  @Test func whatIsLeftAreTheWinners() throws {
    let edges = try scene(MaxPoolScene.self, ["window": "3", "stride": "3"]).edges
    let (map, pooled, winners) = (edges.map, edges.pooled, edges.winners)
    for row in 0..<pooled.shape.height {
      for column in 0..<pooled.shape.width {
        let cells = (0..<9).map { (3 * row + $0 / 3, 3 * column + $0 % 3) }
        let largest = cells.map { map[$0.0, $0.1] }.max() ?? .nan
        #expect(pooled[row, column] == largest)
        #expect(cells.map { winners[$0.0, $0.1] }.filter { $0 > 0 } == (largest > 0 ? [largest] : []))
      }
    }
  }
}
