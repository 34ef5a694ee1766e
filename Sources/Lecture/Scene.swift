public import CellCanvas

/// One topic of the lecture, drawn as a pure function of its settings, a playhead and the size of the canvas.
///
/// Two stages: `init` asks the engine for every number that the scene will show; `draw` puts them into cells. The story
/// is one list of moments, each told once by `step` and drawn once by `draw`.
/// Neither knows of a terminal, a clock or chance, so a scene can be stepped back, resized, exported and tested.
public protocol Scene: Sendable {
  /// What the scene is called and where in the lecture it stands.
  static var card: SceneCard { get }

  /// The live knobs, in the order of the footer.
  static var controls: [Control] { get }

  /// How the scene shows a picture of the viewer's; `nil` where it shows none.
  static func pictureArea(_ settings: Settings) -> PictureArea?

  /// The files of the viewer's that the scene works with.
  static var ownFiles: Set<OwnFile> { get }

  /// The settings that the scene begins with, from those in which all knobs are at their standard values; these also
  /// unless what the viewer brought along asks for others.
  static func opening(_ settings: Settings) -> Settings

  /// Computes all that the scene shows for these settings.
  ///
  /// - Throws: `SettingsError` with the sentence that explains why these settings cannot be: the text is the lesson.
  init(_ settings: Settings) throws(SettingsError)

  /// What a step shows. A case carries the data that it shows, so that neither its words nor its figure ever lack it;
  /// the name of a case says which moment of the story it is, whatever the settings.
  associatedtype Moment: Sendable

  /// The story for these settings: one moment for each step, at least one.
  var moments: [Moment] { get }

  /// The words of a moment. Called when the scene is made or takes a result over, not for every frame.
  func step(_ moment: Moment) -> Step

  /// Draws the figure of a moment. No engine work, no clock, no chance: equal arguments give equal cells.
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas)

  /// The formula half-way through a moment's animation; `nil` keeps the step's own.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]?

  /// What to say instead of the step's own caption and formula while the cursor is on `target`; `nil` keeps the step's.
  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark?

  /// What an element that can be edited is called in the figure, such as x(0); `nil` for its row and column.
  func name(of target: Target) -> String?

  /// What pressing an element does to a knob, as the places of a dial do; `nil` for an element that is only looked at.
  func turn(at target: Target) -> KnobTurn?

  /// What pressing and dragging over a grid paints into it; `nil` for a grid that is not drawn on.
  func pen(on grid: String) -> Pen?

  /// Work that takes longer than a frame, to be run off the main loop; `nil` when there is none.
  var work: BackgroundWork? { get }

  /// Whether what the steps say, or how many there are, may change with the results of `work`. `false` spares telling them
  /// all anew for each result.
  static var stepsTellResults: Bool { get }

  /// Takes over one result of `work`, in the order in which the work delivered them.
  mutating func receive(_ result: any Sendable)
}

extension Scene {
  /// No picture.
  public static func pictureArea(_ settings: Settings) -> PictureArea? { nil }
  /// Pictures, where the scene shows one.
  public static var ownFiles: Set<OwnFile> { pictureArea(Settings()) == nil ? [] : [.picture] }
  /// The standard settings.
  public static func opening(_ settings: Settings) -> Settings { settings }
  /// The step's own formula.
  public func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? { nil }
  /// No remarks: the step's caption stays.
  public func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? { nil }
  /// None: elements are known by their rows and columns.
  public func name(of target: Target) -> String? { nil }
  /// None: elements are looked at.
  public func turn(at target: Target) -> KnobTurn? { nil }
  /// None: nothing is drawn on.
  public func pen(on grid: String) -> Pen? { nil }
  /// No work: everything is there after `init`.
  public var work: BackgroundWork? { nil }
  /// They may.
  public static var stepsTellResults: Bool { true }
  /// Nothing to take over.
  public mutating func receive(_ result: any Sendable) {}
}

// What follows from the moments, for those who know a scene by its steps alone.
extension Scene {
  /// The steps of all moments.
  public var steps: [Step] { moments.map(step) }
  /// Draws the moment that the playhead is at.
  public func draw(at playhead: Playhead, in canvas: inout Canvas) {
    draw(moments[playhead.step], at: playhead, in: &canvas)
  }
  /// The formula half-way through the animation; `nil` keeps that of the step, which need not be told anew for a frame.
  public func formulaInMotion(at playhead: Playhead) -> [StyledText]? {
    formula(moments[playhead.step], at: playhead)
  }
  /// The formula that is seen.
  public func formula(at playhead: Playhead) -> [StyledText] {
    formulaInMotion(at: playhead) ?? step(moments[playhead.step]).formula
  }
  /// The name of the moment's case, which says what of the story it tells, whatever the settings; `nil` where moments are
  /// known by their number alone.
  public func momentName(of step: Int) -> String? {
    let moment = moments[step]
    if moment is Int { return nil }
    // A case with data is its own name's only child to a mirror; one without is described by its name.
    return Mirror(reflecting: moment).children.first?.label ?? String(describing: moment)
  }
  /// The remark of the moment that the playhead is at.
  public func remark(on target: Target, at playhead: Playhead) -> Remark? {
    remark(moments[playhead.step], on: target, at: playhead)
  }
}

/// What a scene is called and where in the lecture it stands.
public struct SceneCard: Hashable, Sendable {
  /// The name on the command line, in lower case with hyphens: `sliding-kernel`.
  public let id: String
  /// The title in the header and the contents.
  public let title: String
  /// The part of the lecture.
  public let part: Part
  /// The smallest window, in cells, in which everything essential is readable.
  public let minimumSize: Size
  /// Other names of its topic, by which it is looked for though they stand nowhere in it.
  public let otherNames: [String]

  /// A card; scenes promise 80 x 24 and may be content with less.
  public init(
    id: String, title: String, part: Part, minimumSize: Size = Size(columns: 80, rows: 24), otherNames: [String] = []
  ) {
    self.id = id
    self.title = title
    self.part = part
    self.minimumSize = minimumSize
    self.otherNames = otherNames
  }
}

/// The parts of the lecture.
public enum Part: String, Hashable, Sendable, CaseIterable {
  /// Before the first part.
  case opening = "Welcome"
  /// What the operation is.
  case convolution = "Convolution"
  /// What it is good for.
  case whyConvolution = "Why convolution"
  /// Summaries of neighbourhoods.
  case pooling = "Pooling"
  /// Relatives of the operation.
  case variants = "Variants"
  /// Whole networks.
  case architectures = "Architectures"
  /// What a network has learned.
  case seeingInside = "Seeing inside"
}

/// What one key press moves to: a moment of the scene with its text.
public struct Step: Hashable, Sendable {
  /// One or two lines that say why, not what.
  public var caption: StyledText
  /// The formula with its live numbers put in; one or two lines, empty where there is none.
  public var formula: [StyledText]
  /// What the lecturer may say here, and what students get wrong.
  public var note: String
  /// The question whose answer this step reveals: it is asked before the step is shown, over the step before.
  /// The first step of a scene asks none.
  public var question: Question?
  /// How long the step's animation takes at normal speed.
  public var duration: Duration
  /// Ways to the scenes that say more about what is shown.
  public var links: [Link]
  /// What the step itself lights up: there the cursor begins when one starts to point. `nil` for the figure's first
  /// element.
  public var litUp: Target?

  /// A step.
  public init(
    caption: StyledText, formula: [StyledText] = [], note: String = "", question: Question? = nil,
    duration: Duration = .milliseconds(700), links: [Link] = [], litUp: Target? = nil
  ) {
    self.caption = caption
    self.formula = formula
    self.note = note
    self.question = question
    self.duration = duration
    self.links = links
    self.litUp = litUp
  }
}

/// What stands in place of a step's text while something is pointed at.
public struct Remark: Hashable, Sendable {
  /// One or two lines.
  public var caption: StyledText
  /// One or two lines, empty where there is none.
  public var formula: [StyledText]

  /// A remark.
  public init(caption: StyledText, formula: [StyledText] = []) {
    self.caption = caption
    self.formula = formula
  }
}

/// A knob, and the value that it is to have.
public struct KnobTurn: Hashable, Sendable {
  /// The knob.
  public let control: Control
  /// Its value as on the command line: `45`.
  public let value: String

  /// A knob with its value.
  public init(_ control: Control, _ value: String) {
    self.control = control
    self.value = value
  }
}

/// The moment that is drawn.
public struct Playhead: Hashable, Sendable {
  /// The step, from 0.
  public var step: Int
  /// How far the step's animation is, 0 at its beginning and 1 at its end.
  public var progress: Double
  /// What the cursor or the mouse points at.
  public var pointer: Target?

  /// A moment; without progress the step at its end.
  public init(step: Int = 0, progress: Double = 1, pointer: Target? = nil) {
    self.step = step
    self.progress = progress
    self.pointer = pointer
  }

  /// How far the part of the animation between two moments of `progress` is: 0 before it, 1 after it,
  /// eased in and out between. Parts one after the other lead the eye from cause to effect.
  public func phase(_ from: Double, _ to: Double) -> Double {
    let linear = min(max((progress - from) / max(to - from, 1e-9), 0), 1)
    return linear * linear * (3 - 2 * linear)
  }
}

/// Work that takes longer than a frame. Its results are deterministic and come in a fixed order.
public struct BackgroundWork: Sendable {
  /// Takes how much of all the work is done, 0...1, and the next result if there is one;
  /// answers whether to go on (`false`: nobody wants the rest).
  public typealias Deliver = (_ fraction: Double, _ result: (any Sendable)?) -> Bool

  /// What is being done, in a few words: "forward pass".
  public let label: String
  /// What the results depend on, beside what the viewer brought along. Works of one scene with the same key deliver
  /// the same, so that a knob which only changes what is seen of the results need not have them worked out again; `nil`
  /// when every knob counts.
  public let key: String?
  /// Does it, on a thread of its own, and returns when all is delivered or nobody wants the rest.
  public let run: @Sendable (_ deliver: Deliver) -> Void

  /// Work under a label.
  public init(label: String, key: String? = nil, run: @escaping @Sendable (_ deliver: Deliver) -> Void) {
    self.label = label
    self.key = key
    self.run = run
  }
}
