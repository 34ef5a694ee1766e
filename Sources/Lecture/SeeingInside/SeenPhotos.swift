import CellCanvas
import ConvolutionEngine

/// The knob for the picture that `photos` looks at, and what follows from it: one of the painted things, or the viewer's.
struct SeenPicture: Sendable {
  private static let own = "yours"
  /// The knob.
  let control: Control

  /// - Parameters:
  ///   - standard: the name of the thing that the scene begins with.
  ///   - help: what the picture is for.
  init(standard: String, help: String) {
    control = .choice("picture", Pictures.things.map(\.name) + [Self.own], standard: standard, help: help)
  }

  /// How the viewer's picture is shown where it is chosen, as it is when there is one.
  func area(_ settings: Settings) -> PictureArea? {
    let side = Network.photos.input
    return settings.picture == nil || settings.choice(control) == Self.own
      ? PictureArea(width: side.width, height: side.height) : nil
  }

  /// The viewer's picture comes first.
  func opening(_ settings: Settings) -> Settings {
    var settings = settings
    if settings.picture != nil { settings.set(control, to: Self.own) }
    return settings
  }

  /// What it is called in a sentence, and as the network takes it.
  ///
  /// - Throws: `SettingsError` where there is no picture of the viewer's.
  func chosen(_ settings: Settings) throws(SettingsError) -> (name: String, input: Tensor) {
    let name = settings.choice(control)
    let photos = TrainedPhotos.carried
    if let thing = Pictures.things.first(where: { $0.name == name }) {
      return ("the \(name)", photos.input(thing.picture))
    }
    guard let picture = settings.picture else {
      throw SettingsError("No picture of yours is here: start the program with --image and a picture's file.")
    }
    return ("your picture", photos.input(picture))
  }
}

/// The layers of `photos` whose units are looked at, by the names that a knob has for them.
enum SeenLayer {
  /// The scores of the classes.
  static let scores = "class"
  /// The scores, then the convolutions from the uppermost down.
  static let names =
    [scores]
    + Network.photos.stages.filter { if case .convolution = $0.layer.kind { true } else { false } }.map(\.name)
    .reversed()

  /// The index of a layer's stage.
  static func stage(_ name: String) -> Int {
    let network = Network.photos
    return network.stages.firstIndex { $0.name == name } ?? network.scoresStage
  }
}

extension TrainedPhotos {
  /// The scores that the network gives an input.
  func scores(_ input: Tensor) -> Tensor {
    RememberedPass(of: input, through: network, weights: weights).outputs[network.scoresStage]
  }

  /// The class that probabilities, or scores, speak for.
  static func winner(_ values: [Float]) -> Int { values.indices.max { values[$0] < values[$1] } ?? 0 }

  /// The probabilities of the classes as bars, or of some of them; one of them lit up.
  func bars(_ probabilities: [Float], lit: Int?, of shown: [Int]? = nil) -> BarChart {
    var chart = BarChart(
      (shown ?? Array(probabilities.indices)).map { index in
        let value = probabilities[index]
        return BarChart.Bar(
          index == lit ? .output(classes[index]) : .muted(classes[index]), fraction: Double(value),
          value: index == lit ? .active(chance(value)) : .muted(chance(value)),
          ink: index == lit ? .role(.output) : .level(.output, 0.5))
      })
    chart.reservedColumns = 6
    return chart
  }
}

extension Tensor {
  /// What a network takes of three channels of −1...1, as a picture again.
  var picture: Picture {
    Picture(
      width: shape.width, height: shape.height,
      bytes: values.map { UInt8(max(0, min(255, (127.5 * ($0 + 1)).rounded()))) })
  }

  /// Signed values of three channels as a picture: grey for 0, up to the largest of them.
  var signedPicture: Picture {
    let limit = max(magnitudes.max() ?? 0, 1e-9)
    return Tensor(shape, values: values.map { $0 / limit }).picture
  }
}

extension Arrangement {
  /// A picture of a network's under a title, as large as `size` allows, whose pixels can be pointed at where each has cells
  /// of its own; an empty frame while there is none.
  static func seen(_ title: StyledText, _ picture: Picture?, size: Size, grid: String? = nil) -> Arrangement {
    Arrangement.drawing("picture", size: size) { canvas, region in
      guard let picture else { return canvas.frame(region, ink: .role(.faint)) }
      let place = picture.draw(in: &canvas, region: region)
      if let grid, place.columns >= picture.width {
        canvas.markPixels(
          of: grid, rows: picture.height, columns: picture.width, scale: place.columns / picture.width, at: place.origin
        )
      }
    }.titled(title)
  }
}

extension Size {
  /// As many columns as pixels, two of which share a row.
  static func square(_ columns: Int) -> Size { Size(columns: columns, rows: (columns + 1) / 2) }
}

extension BackgroundWork {
  /// Work that comes to so many results.
  ///
  /// - Parameter give: hands the next result over; answers whether to go on.
  init<Result: Sendable>(
    label: String, key: String? = nil, results: Int,
    run: @escaping @Sendable (_ give: (Result) -> Bool) -> Void
  ) {
    self.init(label: label, key: key) { deliver in
      guard deliver(0, nil) else { return }
      var done = 0.0
      run { result in
        done += 1
        return deliver(done / Double(results), result)
      }
    }
  }
}
