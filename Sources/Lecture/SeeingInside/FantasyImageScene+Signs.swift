import CellCanvas
import ConvolutionEngine

/// The sign steps: how little it takes to change the network's mind.
extension FantasyImageScene {
  // MARK: Figures

  private func said(_ probabilities: [Float]) -> StyledText {
    let winner = TrainedPhotos.winner(probabilities)
    return .output(photos.classes[winner]) + .muted(" ") + .active(chance(probabilities[winner]))
  }

  /// The frame that a course of several steps has come to; `nil` before there is one.
  func frame(ofCourseAt playhead: Playhead) -> SignAttack.Frame? {
    course.map { $0[step(of: $0, at: playhead)] }
  }

  private func step(of course: [SignAttack.Frame], at playhead: Playhead) -> Int {
    let progress = playhead.pointer == nil ? playhead.phase(0.05, 0.95) : 1
    return Int((progress * Double(course.count - 1)).rounded())
  }

  /// The picture before, by how much it differs, and after, with the classes' probabilities.
  ///
  /// - Parameters:
  ///   - frame: what is seen; `nil` before it is there.
  ///   - end: what it comes to in the end, which says of which classes there are bars where there is no room for all.
  func signFigure(_ frame: SignAttack.Frame?, ends end: SignAttack.Frame?, _ room: Size) -> Arrangement {
    let isLarge = room.columns >= 150 && room.rows >= 37
    let side = isLarge || room.columns >= 104 && room.rows >= 23 ? 32 : 22
    let enlarged = NumberText.fixed(127.5 / Double(levels), decimals: 1)
    let start = Arrangement.seen(
      said(attack.start.probabilities), attack.picture.picture, size: .square(side), grid: "picture")
    let change = Arrangement.seen(
      .muted("+ ") + .tinted("difference", .gradient) + .muted(" ±\(levels)"),
      frame.map { difference(of: $0.picture) }, size: .square(side))
    func after(_ side: Int) -> Arrangement {
      .seen(
        .muted("= ") + (frame.map { said($0.probabilities) } ?? ""), frame?.picture.picture, size: .square(side),
        grid: "picture")
    }
    let shown = isLarge ? nil : classesShown(end)
    func bars(_ frame: SignAttack.Frame?, _ name: String) -> Arrangement {
      .bars(
        name, photos.bars((frame ?? attack.start).probabilities, lit: attack.other, of: shown),
        rows: shown?.count ?? 10, columns: isLarge ? 40 : 24
      ).hidden(frame == nil)
    }
    guard !isLarge else {
      return .row(
        .column(start, change, gap: 1...2), after(64),
        .column(
          bars(attack.start, "bars").titled(.output("probabilities") + .muted(" before")),
          bars(frame, "after").titled(.output("probabilities") + .muted(" after")),
          .text(.muted("the difference is drawn \(enlarged) times"), .muted("as large; grey is 0")), gap: 2...3),
        gap: 2...4)
    }
    return .table(
      [
        [start, change, after(side)],
        [
          bars(attack.start, "bars"),
          .text(.muted("drawn \(enlarged) times"), .muted("as large; grey is 0")), bars(frame, "after"),
        ],
      ], columnGap: 2...4, rowGap: 0...1)
  }

  /// How far each value is from where it was, grey for not at all, up to the levels that are allowed.
  private func difference(of moved: Tensor) -> Picture {
    let amount = Float(levels) * SignAttack.level
    return Tensor(moved.shape, values: zip(moved.values, attack.picture.values).map { ($0 - $1) / amount }).picture
  }

  /// The four classes that count: the one said, the one aimed at, and those that are likeliest before or after.
  private func classesShown(_ end: SignAttack.Frame?) -> [Int] {
    let likeliest = zip(attack.start.probabilities, (end ?? attack.start).probabilities).map(max)
    let others = likeliest.indices.filter { $0 != attack.said && $0 != attack.other }
      .sorted { likeliest[$0] > likeliest[$1] }
    return ([attack.said, attack.other] + others.prefix(2)).sorted()
  }

  /// How likely the class aimed at becomes by the levels, and the picture up to the fewest that do it.
  func amountsFigure(_ isLarge: Bool, at playhead: Playhead) -> Arrangement {
    let least = isLarge ? Size(columns: 80, rows: 26) : Size(columns: 43, rows: 14)
    let size = Size.square(isLarge ? 64 : 32)
    guard let answers, !ends.isEmpty else {
      return .row(.seen("", nil, size: size), .drawing("amounts", size: least), gap: 2...4)
    }
    let progress = playhead.pointer == nil ? playhead.phase(0.05, 0.95) : 1
    let amount = Int((progress * Double(smallest ?? SignAttack.most)).rounded())
    func curve(_ answers: [[Float]], _ name: String, _ role: Role, _ mark: LineChart.Curve.Mark) -> LineChart.Curve {
      .init(answers.map { 100 * Double($0[attack.other]) }, name, ink: .role(role), mark: mark)
    }
    let single = count > 1 ? [curve(answers.single, "one", .kernel, .line)] : []
    var chart = LineChart(
      [curve(answers.chance, "chance", .other, .dashes)] + single
        + [curve(ends, counted(count, "step"), .gradient, .strong)],
      limits: 0...100, across: 0...Double(SignAttack.most))
    chart.x = .init("levels of 255", ticks: [0, 8, 16, 24, 32])
    chart.y = .init(.muted("% \(photos.classes[attack.other])"), decimals: 0)
    chart.marker = Double(amount)
    return .row(
      .seen(.input("by \(amount)  ") + said(ends[amount]), courses[amount].last?.picture.picture, size: size),
      .chart("amounts", chart, least: least), gap: 1...4)
  }

  // MARK: Words

  /// At which of the levels tried something is so: “not even at 32 levels”, “from 9 levels on”, “at 9 to 12 levels”, and
  /// where it comes and goes “at 9 levels, but not at each above”.
  static func worded(_ levels: [Int]) -> String {
    guard let first = levels.first, let last = levels.last else { return "not even at \(SignAttack.most) levels" }
    guard levels.count == last - first + 1 else { return "at \(counted(first, "level")), but not at each above" }
    if first == last { return "at \(counted(first, "level"))" }
    return last == SignAttack.most ? "from \(counted(first, "level")) on" : "at \(first) to \(last) levels"
  }

  /// Whether answers turn at fewer levels than others do, or at any where the others never do.
  static func isSooner(_ levels: [Int], than others: [Int]) -> Bool {
    levels.first.map { first in others.first.map { $0 > first } ?? true } ?? false
  }

  private var classSaid: String { photos.classes[attack.said] }
  private var classWanted: String { photos.classes[attack.other] }

  var signStep: Step {
    let now = photos.classes[TrainedPhotos.winner(moved.probabilities)]
    let count = attack.picture.values.count
    let mean = attack.odds.slope.magnitudes.reduce(0, +) / Float(count)
    let (lag, gain) = (-attack.odds.value, movedOdds.value - attack.odds.value)
    let (before, after) = (attack.start.probabilities[attack.other], moved.probabilities[attack.other])
    let amount = Float(levels) * SignAttack.level
    let isAtEnd = zip(attack.picture.values, attack.odds.slope.signs.values).contains { abs($0 + amount * $1) > 1 }
    return Step(
      caption: StyledText(
        "Now each value of \(name) moves \(isAtEnd ? "up to " : "")\(counted(levels, "level")) of 255 toward \(classWanted)\(isAimedAtSaid ? ", for \(classSaid) it says already" : ""). "
          + (now == classSaid
            ? "photos still says \(classSaid); \(classWanted) goes from \(chance(before)) to \(chance(after))."
            : now == classWanted
              ? "photos said \(classSaid); now it says \(now) (\(chance(after)))."
              : "photos said \(classSaid); now it says \(now), not \(classWanted).")),
      formula: [
        .muted("\(classWanted) lags by ") + .output(Self.text(lag)) + .muted(", would gain ")
          + .strong(NumberText.integer(count)) + .muted(" · \(levels) · ")
          + .tinted(Self.text(1000 * mean * SignAttack.level, 4), .gradient) + .muted("/1000 = ")
          + .active(Self.text(attack.gain(by: levels))) + .muted(", gains ") + .active(Self.text(gain)),
        .muted("lag: ln (how many times as likely all others together are); at 0 they are even"),
      ],
      note: """
        The fast gradient sign, one step of \(percent(Float(levels) / 255)) of a colour's range: an eye \
        \(levels <= 12 ? "hardly sees it" : "sees it, and is not misled"). All values push one way; in a linear network their \
        gains would add up. This one bends: the real gain stands at the end.
        """,
      question: Question(
        "Each of \(NumberText.integer(count)) values moves by \(counted(levels, "level")) so that \(classWanted) gains on all others, by \(Self.text(1000 * mean * SignAttack.level, 4)) thousandths a level on the mean. How much would it gain in all, by the slope?",
        answer: .number(Double(attack.gain(by: levels)), decimals: 1)), duration: .milliseconds(1400))
  }

  /// What several steps have come to, while they are made.
  func courseFormula(at playhead: Playhead) -> StyledText? {
    course.map { course in
      let place = step(of: course, at: playhead)
      let frame = course[place]
      return .muted("after ") + .strong("\(place)") + .muted(" of \(counted(count, "step")): \(classSaid) ")
        + .output(chance(frame.probabilities[attack.said])) + .muted("  \(classWanted) ")
        + .active(chance(frame.probabilities[attack.other]))
    }
  }

  var severalStep: Step {
    let note = """
      The basic iterative method (Kurakin and others 2016); projected gradient descent moves along the border of what is \
      allowed (Madry and others 2017). Turn steps to 1, and amount down until photos keeps its word.
      """
    guard let course, let last = course.last else {
      return Step(
        caption: "Now several steps, and the slope asked anew for each.", formula: [Self.waiting], note: note,
        duration: .milliseconds(2000))
    }
    let now = photos.classes[TrainedPhotos.winner(last.probabilities)]
    let turned = Float(turnedSlopes) / Float(attack.picture.values.count)
    let verdict =
      now == classWanted
      ? "photos says \(now) (\(chance(last.probabilities[attack.other])))."
      : "photos \(now == classSaid ? "still says" : "says") \(now)\(advice)."
    return Step(
      caption: StyledText(
        count == 1
          ? "A single step, as before: \(verdict) Turn steps up, and the slope is asked anew for each."
          : "After that one step \(percent(turned)) of the slopes point the other way. So \(spelled(count)) steps that ask anew, none beyond \(counted(levels, "level")): \(verdict)"
      ),
      formula: [
        .muted("\(classWanted) ") + .output(chance(attack.start.probabilities[attack.other]))
          + .muted(", in one step ") + .output(chance(moved.probabilities[attack.other]))
          + (count > 1
            ? .muted(", in \(count) ") + .active(chance(last.probabilities[attack.other])) : "")
          + (ends.isEmpty
            ? "" : .muted("   fewest levels: ") + .strong(smallest.map { "\($0)" } ?? "none up to \(SignAttack.most)"))
      ], note: note, duration: .milliseconds(2400))
  }

  /// What amount would do, where the one asked for does not.
  private var advice: String {
    ends.isEmpty ? "" : smallest.map { "; amount \($0) does it" } ?? ": no amount up to \(SignAttack.most) does it"
  }

  var amountsStep: Step {
    let note = """
      Adversarial examples: Szegedy and others 2014, Goodfellow and others 2015. A network reads a sum of thousands of \
      values, and an eye looks at none of them alone. Training on such pictures helps, and costs.
      """
    guard let answers, !ends.isEmpty else {
      return Step(
        caption: "How much does it take?", formula: [Self.waiting], note: note, duration: .milliseconds(2000))
    }
    func levels(_ answers: [[Float]]) -> [Int] { Self.levels(answers, speakingFor: attack.other) }
    let (several, single, chance) = (levels(ends), levels(answers.single), levels(answers.chance))
    let isDirected =
      Self.isSooner(several, than: chance) && (count == 1 || !Self.isSooner(chance, than: single))
    let second = Self.levels(answers.second, speakingFor: attack.second)
    let left = ends.indices.filter { TrainedPhotos.winner(ends[$0]) != attack.said }
    return Step(
      caption: StyledText(
        "How much does it take? In \(count == 1 ? "one step" : counted(count, "step")) photos says \(classWanted) \(Self.worded(several))"
          + (count == 1
            ? "" : ", in one \(single != several ? Self.worded(single) : single.isEmpty ? "neither" : "as well")")
          + ", by chance \(!chance.isEmpty ? Self.worded(chance) : single.isEmpty ? "neither" : "never")\(isDirected ? ": the direction counts" : "")."
      ),
      formula: [
        attack.other == attack.second || several.isEmpty
          ? .muted("no longer \(classSaid): ") + .active(Self.worded(left))
          : .muted("in one step toward \(photos.classes[attack.second]), its second guess: ")
            + .active(Self.worded(second))
      ], note: note, duration: .milliseconds(2400))
  }
}
