import CellCanvas
import ConvolutionEngine
import EmbeddedAssets

/// The kernels of a network's first layer at one moment of its training, and what can be counted about them.
struct LearnedKernels: Hashable {
  let bank: FilterBank

  /// How far each weight is like its neighbours, −1...1: the mean product of two that lie side by side, in parts of the
  /// mean square; about 0 where weights are independent of each other.
  var agreement: Double {
    var (products, squares) = (0.0, 0.0)
    for filter in 0..<bank.count {
      for row in 0..<bank.rows {
        for column in 0..<bank.columns {
          for channel in 0..<bank.depth {
            let here = Double(bank[filter, row, column, channel])
            for (down, right) in [(0, 1), (1, 0)] where row + down < bank.rows && column + right < bank.columns {
              let there = Double(bank[filter, row + down, column + right, channel])
              products += here * there
              squares += (here * here + there * there) / 2
            }
          }
        }
      }
    }
    return squares > 0 ? products / squares : 0
  }

  /// Which part of a filter's squared weights is alike in all colours, 0...1: 1 for a filter that sees greys alone, a
  /// third for one whose colours have nothing to do with each other.
  func greyShare(_ filter: Int) -> Double {
    var (grey, all) = (0.0, 0.0)
    for row in 0..<bank.rows {
      for column in 0..<bank.columns {
        let weights = (0..<bank.depth).map { Double(bank[filter, row, column, $0]) }
        let mean = weights.reduce(0, +) / Double(bank.depth)
        grey += Double(bank.depth) * mean * mean
        all += weights.reduce(0) { $0 + $1 * $1 }
      }
    }
    return all > 0 ? grey / all : 0
  }

  /// The filters that compare colours: less than half of their squared weights is alike in all.
  var ofColours: [Int] { (0..<bank.count).filter { greyShare($0) < 0.5 } }

  /// A filter's weights summed over its colours: what it makes of a grey picture.
  func greys(_ filter: Int) -> Tensor {
    let shape = Shape(height: bank.rows, width: bank.columns)
    let values = (0..<shape.count).map { place in
      (0..<bank.depth).reduce(Float(0)) { $0 + bank[filter, place / bank.columns, place % bank.columns, $1] }
    }
    return Tensor(shape, values: values)
  }

  /// The largest weight of a filter, sign aside.
  func limit(_ filter: Int) -> Double {
    let length = bank.rows * bank.columns * bank.depth
    return bank.values[filter * length..<(filter + 1) * length].reduce(1e-9) { max($0, abs(Double($1))) }
  }

  /// A filter as a square of pixels: colours where it has three channels, grey for 0; a signed scale where it has one. Each
  /// up to its own largest weight.
  func pixels(_ filter: Int, side: Int) -> Pixels {
    let (scale, limit) = (max(1, side / bank.columns), limit(filter))
    var pixels = Pixels(width: scale * bank.columns, height: scale * bank.rows)
    for row in 0..<bank.rows {
      for column in 0..<bank.columns {
        func level(_ channel: Int) -> UInt8 {
          UInt8((127.5 + 127.5 * Double(bank[filter, row, column, channel]) / limit).rounded())
        }
        let tint: Tint =
          bank.depth == 3
          ? .color(red: level(0), green: level(1), blue: level(2))
          : .signed(Double(bank[filter, row, column, 0]), limit: limit)
        pixels.fill(x: column * scale, y: row * scale, width: scale, height: scale, with: tint)
      }
    }
    return pixels
  }

  /// A filter that is like a hand-made kernel.
  struct Nearest: Hashable {
    let filter: Int
    /// The cosine between its greys and the kernel; below 0 where it is like the kernel with its signs turned.
    let cosine: Double
    /// How like it is, signs aside: 0...1.
    var likeness: Double { abs(cosine) }
  }

  /// The filter whose greys are most like a hand-made kernel, signs aside.
  func nearest(to kernel: Tensor) -> Nearest {
    func cosine(_ filter: Int) -> Double {
      let greys = greys(filter).values
      var (product, one, other) = (0.0, 0.0, 0.0)
      for (weight, wanted) in zip(greys, kernel.values) {
        product += Double(weight) * Double(wanted)
        one += Double(weight) * Double(weight)
        other += Double(wanted) * Double(wanted)
      }
      return one > 0 && other > 0 ? product / (one * other).squareRoot() : 0
    }
    let all = (0..<bank.count).map(cosine)
    let best = all.indices.max { abs(all[$0]) < abs(all[$1]) } ?? 0
    return Nearest(filter: best, cosine: all[best])
  }
}

/// The first layer of `photos` in the run that made its weights: `Assets/photos-kernels.safetensors`.
struct KernelKeyframes {
  /// The kernels after an epoch, and how many of the pictures held out were then classified right, in percent as it was
  /// printed.
  struct Keyframe {
    let epoch: Int
    /// How many epochs the whole run took.
    let epochs: Int
    let heldOut: String
    let kernels: LearnedKernels
  }

  /// All of them, in their order.
  static let photos: [Keyframe] = {
    let asset = embeddedPhotoKernels()
    let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
    do {
      let file = try Safetensors(bytes: bytes, name: "photos-kernels.safetensors")
      let epochs = (file.metadata["epochs"] ?? "").split(separator: " ").compactMap { Int($0) }
      let all = file.metadata["of"].flatMap { Int($0) } ?? 0
      let parts = (file.metadata["heldOut"] ?? "").split(separator: " ").map(String.init)
      return try zip(epochs, parts).compactMap { epoch, part in
        guard let entry = file["epoch-\(epoch)"], entry.shape.count == 4 else { return nil }
        let shape = entry.shape
        return Keyframe(
          epoch: epoch, epochs: all, heldOut: part,
          kernels: LearnedKernels(bank: bank(try file.values(of: entry), shape[0], shape[1], shape[2], shape[3])))
      }
    } catch {
      preconditionFailure("the embedded kernels cannot be read: \(error)")
    }
  }()

  /// Filters as PyTorch lays them out, the places of each channel together.
  private static func bank(_ values: [Float], _ count: Int, _ depth: Int, _ rows: Int, _ columns: Int) -> FilterBank {
    let places = rows * columns
    let turned = (0..<count * places * depth).map { index in
      let (filter, rest) = index.quotientAndRemainder(dividingBy: places * depth)
      return values[(filter * depth + rest % depth) * places + rest / depth]
    }
    return FilterBank(count: count, rows: rows, columns: columns, depth: depth, values: turned)
  }
}
