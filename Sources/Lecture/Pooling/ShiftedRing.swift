import ConvolutionEngine

/// A ring of detectors, pooled in three ways that differ by one thing each, at every shift of it.
///
/// A ring has no border, so that whatever changes under a shift, the shift alone has changed it.
struct ShiftedRing: Sendable {
  /// One way of pooling.
  enum Way: Int, CaseIterable, Sendable {
    /// The largest of each window, a window at every place.
    case everyPlace
    /// Of these, only one in so many is kept: what max pooling with a stride does.
    case kept
    /// A blur between the two.
    case blurred
  }

  /// The detectors before any shift.
  let input: [Float]
  /// How wide the windows are, and one in how many of their maxima is kept.
  let keep: Int
  /// How many weights the blur has.
  let blur: Int
  /// What comes out of each way at the shifts 0 to the number of detectors, a whole turn.
  private let pooled: [[Tensor]]

  init(_ input: [Float], keep: Int, blur: Int) {
    (self.input, self.keep, self.blur) = (input, keep, blur)
    let ring = BorderPadding(signal: Padding(before: 0, after: keep - 1), border: .circular)
    let (fine, coarse) = (MaxPooling(signal: Window(keep)), MaxPooling(signal: Window(keep, stride: keep)))
    let blurring = BlurPooling(
      signal: Window(blur, stride: keep, padding: .same(kernel: blur)), border: .circular)
    pooled = (0...input.count).map { shift in
      let padded = ring(Tensor(signal: Self.shifted(input, by: shift)))
      let maxima = fine(padded)
      return [maxima, coarse(padded), blurring(maxima)]
    }
  }

  private static func shifted(_ values: [Float], by shift: Int) -> [Float] {
    values.indices.map { values[(($0 - shift) % values.count + values.count) % values.count] }
  }

  /// A shift to the left is one to the right by the rest of a turn.
  private func turn(_ shift: Int) -> Int { (shift % input.count + input.count) % input.count }

  /// The detectors after a shift.
  func detectors(_ shift: Int) -> [Float] { Self.shifted(input, by: shift) }

  /// What comes out of a way after a shift.
  func values(_ way: Way, _ shift: Int) -> [Float] {
    pooled[shift == input.count ? shift : turn(shift)][way.rawValue].values
  }

  /// The maxima without a shift, moved along by one.
  func movedAlong(_ shift: Int) -> [Float] { Self.shifted(values(.everyPlace, 0), by: shift) }

  /// Where in the ring the values of a way stand.
  func places(_ way: Way) -> [Int] {
    way == .everyPlace ? Array(input.indices) : Array(stride(from: 0, to: input.count, by: keep))
  }

  // MARK: What a shift changes

  /// How much each value changes in place under a shift.
  func changes(_ way: Way, _ shift: Int) -> [Float] { zip(values(way, 0), values(way, shift)).map { abs($0 - $1) } }

  /// How many values change in place.
  func changed(_ way: Way, _ shift: Int) -> Int { changes(way, shift).count { $0 > Self.equal } }

  /// The old values of a way, moved along by whole places of it, beside its values after a shift.
  struct Fit: Sendable {
    /// By how many places they are moved.
    let places: Int
    let moved: [Float]
    /// How much a value is off them, in the mean.
    let off: Double

    /// Whether the values have only moved along.
    var isExact: Bool { off <= Double(ShiftedRing.equal) }
  }

  /// The old values, moved along as they fit best: what is off then, no move makes good.
  func fit(_ way: Way, _ shift: Int) -> Fit {
    let (old, new) = (values(way, 0), values(way, shift))
    let fits = old.indices.map { places in
      let moved = Self.shifted(old, by: places)
      let sum = zip(moved, new).reduce(0) { $0 + Double(abs($1.0 - $1.1)) }
      return Fit(places: places, moved: moved, off: sum / Double(new.count))
    }
    let least = fits.reduce(.infinity) { min($0, $1.off) }
    // Of several that fit equally well the one that is nearest to the shift itself.
    let expected = Double(turn(shift)) / Double(way == .everyPlace ? 1 : keep)
    func distance(_ fit: Fit) -> Double {
      let apart = abs(Double(fit.places) - expected)
      return min(apart, abs(Double(old.count) - apart))
    }
    let best = fits.filter { $0.off <= least + Double(Self.equal) }
    return best.min { distance($0) < distance($1) } ?? fits[0]
  }

  /// What is measured of a way at each shift.
  enum Measure: CaseIterable, Sendable {
    /// How many of its values change in place, in percent.
    case counts
    /// How much a value is off the old ones, moved along as they fit best, in the mean.
    case amounts
    /// The mean of its values.
    case means
  }

  /// A measure at the shifts 0 to a whole turn.
  func curve(_ measure: Measure, _ way: Way) -> [Double] {
    (0...input.count).map { shift in
      let count = Double(values(way, shift).count)
      switch measure {
      case .counts: return 100 * Double(changed(way, shift)) / count
      case .amounts: return fit(way, shift).off
      case .means: return values(way, shift).reduce(0) { $0 + Double($1) } / count
      }
    }
  }

  /// The mean of a measure over all shifts but none and a whole turn.
  func mean(_ measure: Measure, _ way: Way) -> Double {
    let inner = curve(measure, way)[1..<input.count]
    return inner.reduce(0, +) / Double(inner.count)
  }

  /// Sums in another order may differ by as little as this.
  static let equal: Float = 1e-5
}
