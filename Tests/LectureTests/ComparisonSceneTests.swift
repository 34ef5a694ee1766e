import CellCanvas
import ConvolutionEngine
import Playback
import Testing

@testable import Lecture

struct ComparisonSceneTests {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48)].map { StageLayout($0).figure.size }
  static let settings = ["multiply-adds", "parameters", "depth"].flatMap { axis in
    ["all", "plain", "residual", "light"].flatMap { networks in
      ["linear", "log"].map { ["axis": axis, "networks": networks, "scale": $0] }
    }
  }

  /// Parameters of PyTorch's model zoo, and layers by the networks' names.
  @Test(arguments: [
    ("AlexNet", 61_100_840, 8, 56.5), ("VGG-16", 138_357_544, 16, 71.6), ("VGG-19", 143_667_240, 19, 72.4),
    ("GoogLeNet", 6_624_904, 22, 69.8), ("ResNet-18", 11_689_512, 18, 69.8), ("ResNet-34", 21_797_672, 34, 73.3),
    ("ResNet-50", 25_557_032, 50, 76.1), ("ResNet-101", 44_549_160, 101, 77.4), ("ResNet-152", 60_192_808, 152, 78.3),
  ]) func everyNetworkHasItsPublishedNumbers(name: String, parameters: Int, depth: Int, accuracy: Double) throws {
    let compared = try scene(ComparisonScene.self)
    let network = try #require(compared.chosen.first { $0.name == name })
    #expect(network.parameters == parameters && network.depth == depth && network.accuracy == accuracy)
    let text = figure(compared, step: try step("ledger", of: compared)).plainText
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name) })
    #expect(line.contains(" \(depth) ") && line.contains(NumberText.integer(parameters)))
    #expect(line.contains(" \(NumberText.fixed(accuracy, decimals: 1)) %"))
    #expect(line.contains(NumberText.integer(network.network.stages.reduce(0) { $0 + $1.multiplyAdds })))
  }

  @Test(arguments: settings) func everyNetworkHasALabelOfItsOwn(values: [String: String]) throws {
    let compared = try scene(ComparisonScene.self, values)
    for size in Self.sizes {
      for index in compared.moments.indices {
        let drawn = figure(compared, step: index, size: size)
        #expect(drawn.audit == [])
        guard case .family(let family) = compared.moments[index] else { continue }
        let order = ComparedNetwork.Family.allCases
        let shown = compared.chosen.filter {
          (order.firstIndex(of: $0.family) ?? 0) <= (order.firstIndex(of: family) ?? 0)
        }
        for network in shown { #expect(drawn.plainText.contains(network.name), "\(network.name), \(values), \(size)") }
      }
      let chart = compared.chart(retrained: 1)
      let layout = chart.layout(in: Region(Point(column: 0, row: 0), size))
      let names = layout.names.compactMap { $0 }
      #expect(names.count == chart.bubbles.count, "\(values), \(size)")
      for (index, name) in names.enumerated() {
        #expect(layout.plot.intersection(name) == name)
        for other in names[(index + 1)...] {
          let common = name.intersection(other)
          #expect(common.columns <= 0 || common.rows <= 0)
        }
      }
    }
  }

  /// Areas are to scale: of the circles, and of what is drawn of them.
  @Test(arguments: [("multiply-adds", "linear"), ("depth", "log")]) func areasAreToScale(axis: String, scale: String)
    throws
  {
    let compared = try scene(ComparisonScene.self, ["axis": axis, "scale": scale])
    for size in Self.sizes {
      let chart = compared.chart()
      let layout = chart.layout(in: Region(Point(column: 0, row: 0), size))
      let unit = layout.discs[0].radius * layout.discs[0].radius / Double(compared.chosen[0].parameters)
      for (network, disc) in zip(compared.chosen, layout.discs) {
        let area = disc.radius * disc.radius
        #expect(abs(area / unit / Double(network.parameters) - 1) < 1e-9)
        var drawn = 0.0
        for y in -2...2 * size.rows + 2 {
          for x in -2...size.columns + 2 {
            drawn += BubbleChart.coverage(x: x, y: y, of: disc)
          }
        }
        #expect(abs(drawn - Double.pi * area) < 0.1 * Double.pi * area + 0.3, "\(network.name)")
      }
    }
  }

  /// Where a disc stands is where its numbers are.
  @Test(arguments: settings) func discsStandAtTheirNumbers(values: [String: String]) throws {
    let compared = try scene(ComparisonScene.self, values)
    let chart = compared.chart()
    let layout = chart.layout(in: Region(column: 0, row: 0, columns: 158, rows: 38))
    for (left, right) in zip(compared.chosen.indices, compared.chosen.indices.dropFirst()) {
      let (a, b) = (compared.chosen[left], compared.chosen[right])
      #expect((layout.discs[left].y > layout.discs[right].y) == (a.accuracy < b.accuracy))
      #expect(
        (layout.discs[left].x < layout.discs[right].x) == (compared.measure.amount(a) < compared.measure.amount(b)))
    }
    guard compared.isLogarithmic, compared.chosen.count > 2 else { return }
    // Equal factors are equal distances.
    let places = compared.chosen.map { chart.x.fraction(of: compared.measure.amount($0)) }
    let doubled = compared.chosen.map { chart.x.fraction(of: 2 * compared.measure.amount($0)) }
    let steps = zip(places, doubled).map { $1 - $0 }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-9 })
  }

  @Test func captionsAreDerived() throws {
    let compared = try scene(ComparisonScene.self)
    let googLeNet = compared.steps[2]
    // 15,470,264,320 / 1,498,376,192 and 138,357,544 / 6,624,904.
    #expect(
      googLeNet.caption.plain
        == "GoogLeNet, 2014: 1.8 points less than VGG-16, for 1/10.3 of the work and 1/20.9 of the parameters.")
    #expect(googLeNet.question?.answerText == "a tenth")
    // 73.3 − 69.8 and 78.3 − 77.4; the work that the last step costs is 11,513,626,624 − 7,801,405,440.
    #expect(compared.steps[3].question?.answerText == "less than 1.75")
    #expect(
      compared.steps[3].caption.plain
        == "Deeper is better, yet each step up brings less: 3.5 points from ResNet-18 to ResNet-34, 0.9 from ResNet-101 to ResNet-152."
    )
    #expect(compared.steps[3].note.contains("from ResNet-101 to ResNet-152 3.71 G multiply-adds buy 0.9 points"))
    #expect(
      compared.steps.allSatisfy { step in
        step.formula.contains { $0.plain.contains("torchvision") || $0.plain.contains("papers") }
      })
    let light = try scene(ComparisonScene.self, ["networks": "light"])
    #expect(light.steps[2].caption.plain.hasSuffix("2.8 from ResNet-34 to ResNet-50."))
    #expect(light.steps[2].question?.answerText == "1.75 to 3.5")
    let residual = try scene(ComparisonScene.self, ["networks": "residual"])
    #expect(
      residual.steps[0].caption.plain.hasSuffix("ResNet-18 to ResNet-152: 8.5 points more, for 6.3 times the work."))
    #expect(residual.steps[0].question == nil, "before anything is seen nothing is asked")
  }

  @Test func theRetrainedOneIsAStep() throws {
    let compared = try scene(ComparisonScene.self)
    let index = try step("retrained", of: compared)
    #expect(
      compared.steps[index].caption.plain.contains("4.8 points more")
        && compared.steps[index].caption.plain.contains("102 further layers brought 2.2"))
    #expect(compared.steps[index].question?.answerText == "above ResNet-152")
    #expect(figure(compared, step: index).plainText.contains("ResNet-50, retrained"))
    #expect(!figure(compared, step: index - 1).plainText.contains("retrained"))
    let plain = try scene(ComparisonScene.self, ["networks": "plain"])
    #expect(plain.index(of: "retrained") == nil)
  }

  @Test func yearsHaveTheirErrorsAndDepths() throws {
    let compared = try scene(ComparisonScene.self)
    let text = figure(compared, step: try step("years", of: compared)).plainText
    for (year, name, depth, error) in [
      (2012, "AlexNet", 8, "16.4 %"), (2014, "VGG", 19, "7.3 %"), (2014, "GoogLeNet", 22, "6.7 %"),
      (2015, "ResNet-152", 152, "3.57 %"),
    ] {
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("\(year) \(name)") })
      #expect(line.contains(" \(depth) ") && line.contains(" \(error) "))
    }
  }

  @Test func pointingTellsTheNumbers() throws {
    let compared = try scene(ComparisonScene.self)
    let target = Target(grid: ComparisonScene.chartName, row: 0, column: 1)
    let remark = try #require(compared.remark(on: target, at: Playhead(step: 1, pointer: target)))
    #expect(
      remark.caption.plain
        == "VGG-16, 2014: 16 layers with weights, 138,357,544 parameters, 15,470,264,320 multiply-adds, top-1 71.6 %.")
    #expect(figure(compared, step: 1).hotSpots.contains { $0.target == target })
  }

  /// What the scenes of the networks count stands below the table, where it is not what was measured.
  @Test func thePapersFormsStandBelow() throws {
    let compared = try scene(ComparisonScene.self)
    let text = figure(compared, step: try step("ledger", of: compared)).plainText
    for network in [Network.alexNet, .googLeNet, .resNet50, .resNet152] {
      #expect(text.contains(NumberText.integer(network.multiplyAdds)), "\(network.title)")
    }
    let plain = try scene(ComparisonScene.self, ["networks": "plain"])
    let below = figure(plain, step: try step("ledger", of: plain)).plainText
    #expect(below.contains(NumberText.integer(Network.alexNet.multiplyAdds)) && !below.contains("GoogLeNet"))
  }

  @Test func notesSpeakOfWhatIsShown() throws {
    let light = try scene(ComparisonScene.self, ["networks": "light"])
    #expect(light.steps.allSatisfy { !$0.note.contains("VGG") })
    let last = try #require(light.steps.last).note
    let widest = try #require(light.chosen.max { $0.parameters < $1.parameters })
    #expect(last.contains("along parameters \(widest.name) is farthest right"))
    let all = try scene(ComparisonScene.self)
    #expect(all.steps[1].note.contains("89.4 % and 86.1 %"))
    #expect(try scene(ComparisonScene.self, ["axis": "parameters"]).steps[1].note.contains("most work"))
  }

  /// ResNet asks which of two networks does more work; here something else is asked.
  @Test func noQuestionIsAskedTwice() throws {
    let asked = try scene(ResNetScene.self).steps.compactMap { $0.question?.prompt }
    for values in Self.settings {
      let own = try scene(ComparisonScene.self, values).steps.compactMap(\.question)
      #expect(own.allSatisfy { !asked.contains($0.prompt) && !$0.answerText.contains("VGG") }, "\(values)")
    }
  }

  /// The last step speaks of better training: there the retrained network is, without being what the eye goes to.
  @Test func theEndShowsEveryWayUp() throws {
    let compared = try scene(ComparisonScene.self)
    let last = compared.moments.count - 1
    #expect(figure(compared, step: last).plainText.contains("ResNet-50, retrained"))
    let chart = compared.chart(retrained: 1)
    #expect(chart.bubbles.allSatisfy { !$0.isLit } && chart.bubbles.count == compared.chosen.count + 1)
    let plain = try scene(ComparisonScene.self, ["networks": "plain"])
    #expect(!figure(plain, step: plain.moments.count - 1).plainText.contains("retrained"))
  }

  @Test func aWideScreenTellsMore() throws {
    let compared = try scene(ComparisonScene.self)
    let (narrow, wide) = (Self.sizes[0], Self.sizes[1])
    let chart = figure(compared, step: 3, size: wide).plainText
    for network in compared.chosen {
      #expect(chart.contains("\(network.name)  \(NumberText.fixed(network.accuracy, decimals: 1)) %"))
    }
    let years = try step("years", of: compared)
    let text = figure(compared, step: years, size: wide).plainText
    // AlexNet's paper form, VGG-19 and GoogLeNet: what the errors cost.
    for amount in ["1.14 G", "19.6 G", "1.58 G", "62.4 M", "144 M"] { #expect(text.contains(amount), "\(amount)") }
    #expect(!figure(compared, step: years, size: narrow).plainText.contains("multiply-adds"))
  }
}
