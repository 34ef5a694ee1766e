import CellCanvas
import Lecture

/// How long it takes to draw a picture of 320 x 280 into cells, in milliseconds: medians of several drawings.
public struct PictureBenchmark: Sendable {
  /// In half blocks, 78 x 68 pixels.
  public let halfBlocks: Double
  /// In sextants, 156 x 102 pixels, each cell in the two colours that come nearest to its six.
  public let sextants: Double

  /// Draws the lecture's lighthouse, as wide as 78 columns.
  public init() {
    let picture = (Picture.painted("lighthouse") ?? Picture(width: 1, height: 1, bytes: [0, 0, 0]))
      .resized(width: 320, height: 280)
    func time(_ blocks: PictureBlocks) -> Double {
      let times = (0..<21).map { _ in
        let start = ContinuousClock.now
        var canvas = Canvas(size: Size(columns: 78, rows: 34), blocks: blocks)
        picture.draw(in: &canvas, region: canvas.bounds)
        return (ContinuousClock.now - start).inMilliseconds
      }
      return median(times)
    }
    (halfBlocks, sextants) = (time(.half), time(.sextant))
  }
}
