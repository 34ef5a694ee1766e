import CellCanvas
import ConvolutionEngine

/// The kernel skips places: fewer outputs, what they are good for, and what becomes of strides that do not come out even.
struct StrideScene: Scene {
  static let card = SceneCard(id: "stride", title: "Taking larger strides", part: .convolution)

  static let size = Control.integer("input", in: 4...11, standard: 7, help: "side of the input grid, N")
  static let kernelSize = Control.integer("kernel", in: 2...5, standard: 3, help: "side of the kernel, F")
  static let stride = Control.integer("stride", in: 1...4, standard: 2, help: "cells moved at a time, S")
  static let preset = Control.choice("preset", KernelPreset.names, help: "a kernel that everybody should have met")
  static let content = Control.choice(
    "content", GridContent.names, fills: [values], help: "what there is to find in the input")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other numbers")
  static let values = Control.grid("values", in: -99...99, isWhole: true, help: "the input's numbers")
  static let controls = [size, kernelSize, stride, preset, content, seed, values]

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureConvolution.area }

  /// At the stride of the knob.
  let strided: GridConvolution
  /// The same at stride 1, which visits every place.
  let every: GridConvolution
  /// A picture at either stride, under the same kernel.
  let stridedPicture: PictureConvolution
  let everyPicture: PictureConvolution
  /// The picture at the stride that does not come out even, without padding and with it, by the zeros on a side.
  let misfitPictures: [Int: PictureConvolution]
  let moments: [Moment]

  /// What a step shows; places count row by row, from 0.
  enum Moment: Hashable, Sendable {
    case every, size
    /// Places by hand: the first, its neighbour, the first of the second row; then all that are left in one go.
    case first, neighbour, newRow(WindowWalk), sweep(WindowWalk)
    case kept, why
    /// At a stride that does not come out even: the window that hangs over, and the cells that are dropped.
    case misfit(GridConvolution), dropped(GridConvolution)
    /// The same with the least padding that makes it come out even, and all that can be done about it.
    case padded(GridConvolution), choices([StrideChoice])
    case end

    /// The way of the window over the strided places.
    var walk: WindowWalk? {
      switch self {
      case .first: WindowWalk(from: 0, to: 0)
      case .neighbour: WindowWalk(from: 0, to: 1)
      case .newRow(let walk), .sweep(let walk): walk
      default: nil
      }
    }
  }

  init(_ settings: Settings) throws(SettingsError) {
    let seed = settings.integer(Self.seed)
    let content = GridContent(rawValue: settings.choice(Self.content)) ?? .random
    let input = content.values(side: settings.integer(Self.size), seed: seed).edited(settings.edits(Self.values))
    let preset = KernelPreset(rawValue: settings.choice(Self.preset)) ?? .identity
    let kernel = preset.weights(size: settings.integer(Self.kernelSize), seed: seed)
    strided = try GridConvolution(input: input, kernel: kernel, stride: settings.integer(Self.stride))
    every = try GridConvolution(input: input, kernel: kernel, stride: 1)
    let picture = PictureConvolution.picture(for: settings)
    everyPicture = PictureConvolution(picture, kernel: kernel, window: every.geometry.window)
    stridedPicture = PictureConvolution(
      picture, kernel: kernel, window: strided.geometry.window, limit: everyPicture.limit)
    let misfits = try Self.misfits(strided)
    var misfitPictures: [Int: PictureConvolution] = [:]
    for moment in misfits {
      switch moment {
      case .misfit(let grids), .padded(let grids):
        misfitPictures[grids.padding] = PictureConvolution(
          picture, kernel: kernel, window: grids.geometry.window, limit: everyPicture.limit)
      default: break
      }
    }
    self.misfitPictures = misfitPictures
    moments = [.every, .size] + Self.walk(strided, among: every) + misfits + [.end]
  }

  /// What there is to see while the window skips places.
  private static func walk(_ strided: GridConvolution, among every: GridConvolution) -> [Moment] {
    guard strided.positions < every.positions else { return [] }
    let (side, last) = (strided.outputSize, strided.positions - 1)
    var walk: [Moment] = [.first]
    if side > 1 { walk += [.neighbour, .newRow(WindowWalk(from: 1, to: side))] }
    let known = walk.last?.walk?.to ?? 0
    if known < last { walk.append(.sweep(WindowWalk(from: known, to: last, isSweep: true))) }
    return walk + [.kept, .why]
  }

  /// What there is to say of the first stride from this one on that does not come out even; nothing when all do.
  private static func misfits(_ strided: GridConvolution) throws(SettingsError) -> [Moment] {
    let travel = strided.geometry.travel
    guard let uneven = (strided.stride..<max(strided.stride + 1, travel)).first(where: { !travel.isMultiple(of: $0) }),
      uneven <= travel || uneven == strided.stride
    else { return [] }
    let misfit = try GridConvolution(input: strided.input, kernel: strided.kernel, stride: uneven)
    let padding = (1...misfit.kernelSize).first { padding in
      WindowGeometry(input: misfit.inputSize, kernel: misfit.kernelSize, stride: uneven, padding: Padding(padding))
        .isExact
    }
    var moments: [Moment] = [.misfit(misfit), .dropped(misfit)]
    if let padding {
      moments.append(
        .padded(
          try GridConvolution(input: misfit.input, kernel: misfit.kernel, stride: uneven, padding: padding)))
    }
    return moments + [.choices(StrideChoice.all(misfit, padding: padding))]
  }

  // MARK: Pointing

  static let (outputName, everyName) = ("output", "every")

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard let walk = moment.walk, !walk.isSweep, playhead.pointer == nil else { return nil }
    let animation = Animation(playhead, products: strided.weights)
    return strided.sum(strided.place(walk.to), shown: animation.products, isSummed: animation.isLanded)
  }

  /// How many of the strided outputs have been worked out at a moment.
  func known(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .every, .size: 0
    case .first, .neighbour, .newRow, .sweep: moment.walk?.known(at: playhead) ?? 0
    default: strided.positions
    }
  }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.values.name: "input \(target.place)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let place = GridPlace(row: target.row, column: target.column)
    let name = "(\(place.row + 1), \(place.column + 1))"
    let grids = grids(moment)
    switch target.grid {
    case Self.outputName:
      guard let index = grids.position(place) else { return nil }
      if grids == strided, index >= known(moment, at: playhead) {
        return Remark(caption: "Output \(name) will see this window. It has not been worked out yet.")
      }
      let next =
        place.column + 1 < grids.outputSize
        ? "The next window begins \(spelled(grids.stride, "cell")) further on."
        : "It is the last of its row."
      return Remark(
        caption: "Output \(name) at stride \(grids.stride) and its window. \(next)", formula: grids.sum(place))
    case Self.everyName:
      guard every.position(place) != nil else { return nil }
      // Around a padded grid the first window begins that much earlier.
      let isKept = [place.row + grids.padding, place.column + grids.padding].allSatisfy {
        $0.isMultiple(of: grids.stride) && $0 / grids.stride < grids.outputSize
      }
      let fate: String =
        if case .every = moment { "" } else if grids.stride == 1 { "" } else {
          isKept
            ? " Stride \(grids.stride) stops here, too." : " Stride \(grids.stride) does not stop here."
        }
      return Remark(caption: "Output \(name) at stride 1 and its window.\(fate)", formula: every.sum(place))
    case Self.values.name where max(place.row, place.column) < grids.inputSize:
      let (here, all) = (grids.reach(place).count, every.reach(place).count)
      if case .every = moment {
        return Remark(caption: "This cell counts for \(portion(all, of: every.positions, "output")) at stride 1.")
      }
      return Remark(
        caption: """
          This cell counts for \(portion(here, of: grids.positions, "output")) at stride \(grids.stride)\
          \(grids.stride == 1 ? "." : ", for \(portion(all, of: every.positions, "output")) at stride 1.")
          """)
    default: return nil
    }
  }

  /// The convolution that a step is about.
  func grids(_ moment: Moment) -> GridConvolution {
    switch moment {
    case .misfit(let grids), .dropped(let grids), .padded(let grids): grids
    default: strided
    }
  }
}
