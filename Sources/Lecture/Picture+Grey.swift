import CellCanvas
import ConvolutionEngine

extension Picture {
  /// The picture's brightness, 0...255 in whole numbers, on a grid of `side` × `side`: each value is the mean over the
  /// pixels that fall on it, weighted as eyes do (Rec. ITU-R BT.601).
  func brightness(side: Int) -> Tensor {
    precondition(side > 0 && side <= min(width, height), "brightness is averaged over at least one pixel a place")
    var values: [Float] = []
    values.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side {
        var sum = 0
        var count = 0
        for y in row * height / side..<(row + 1) * height / side {
          for x in column * width / side..<(column + 1) * width / side {
            let pixel = 3 * (y * width + x)
            sum += 299 * Int(bytes[pixel]) + 587 * Int(bytes[pixel + 1]) + 114 * Int(bytes[pixel + 2])
            count += 1
          }
        }
        values.append((Float(sum) / Float(1000 * count)).rounded())
      }
    }
    return Tensor(Shape(height: side, width: side), values: values)
  }
}
