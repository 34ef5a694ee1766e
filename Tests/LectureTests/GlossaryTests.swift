import CellCanvas
import Lecture
import Testing

@Suite struct GlossaryTests {
  private static let entries = Glossary.sections.flatMap(\.entries)

  @Test func everyLineLeadsToAScene() {
    let ids = Set(catalogue.map { $0.card.id })
    for entry in Self.entries {
      #expect(ids.contains(entry.scene), "\(entry.sign.plain): \(entry.scene)")
      #expect(
        entry.sign.columns <= 15 && entry.meaning.count <= 55 && !entry.meaning.hasSuffix("."), "\(entry.meaning)")
    }
  }

  @Test func nothingIsExplainedTwice() {
    for section in Glossary.sections where section.title != "Scales" {
      let words = section.entries.map(\.sign.plain)
      #expect(Set(words).count == words.count, "\(section.title)")
    }
  }

  /// What figures draw with is on the page: each role but the screen's own, and each scale.
  @Test(arguments: EverySceneTests.ids) func everyColourIsExplained(id: String) throws {
    let scene = Finished.scenes[try #require(catalogue.firstIndex { $0.card.id == id })]
    let plain: Set<Role> = [.background, .panel, .text, .muted, .faint, .title, .legible]
    var roles: Set<Role> = []
    var scales: Set<ColorScale> = []
    for entry in Self.entries {
      for span in entry.sign.spans {
        switch span.ink?.meaning {
        case .role(let role): roles.insert(role)
        case .level(let scale, _): scales.insert(scale)
        case .color, nil: break
        }
      }
    }
    for step in scene.steps.indices {
      for cell in Set(scene.figure(at: Playhead(step: step)).cells) {
        for tint in cell.glyph == " " ? [cell.paper] : [cell.paper, cell.ink] {
          switch tint.meaning {
          case .role(let role): #expect(plain.contains(role) || roles.contains(role), "\(role) at step \(step + 1)")
          case .level(let scale, _): #expect(scales.contains(scale), "\(scale) at step \(step + 1)")
          case .color: break
          }
        }
      }
    }
  }

  /// The scene that a scale leads to shows it: in more shades than one, so that they tell something apart.
  @Test(
    arguments: (Glossary.sections.first { $0.title == "Scales" }?.entries ?? []).filter {
      EverySceneTests.ids.contains($0.scene)
    }) func everyScaleIsSeenInItsScene(
      entry: Glossary.Entry
    ) throws
  {
    let scene = Finished.scenes[try #require(catalogue.firstIndex { $0.card.id == entry.scene })]
    func scale(_ tint: Tint?) -> ColorScale? { if case .level(let scale, _) = tint?.meaning { scale } else { nil } }
    let explained = try #require(entry.sign.spans.lazy.compactMap { scale($0.ink) }.first)
    var shades: Set<Tint> = []
    for step in scene.steps.indices {
      for cell in Set(scene.figure(at: Playhead(step: step)).cells) {
        shades.formUnion([cell.paper, cell.ink].filter { scale($0) == explained })
      }
    }
    #expect(shades.count > 2, "\(explained) in \(entry.scene)")
  }

  /// Signs that formulas and captions use, beside letters, digits and punctuation, are on the page.
  @Test(arguments: EverySceneTests.ids) func everySignIsExplained(id: String) throws {
    let scene = Finished.scenes[try #require(catalogue.firstIndex { $0.card.id == id })]
    let explained = Set(Self.entries.flatMap { $0.sign.plain.unicodeScalars })
    let usual = Set("()[]{}.,:;/+=<>%'“”’‘–…?!*|-_#&\"√≤≥≈°²³⁻¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃½¼¾∞′↑↓".unicodeScalars)
    for (index, step) in scene.steps.enumerated() {
      for scalar in ([step.caption] + step.formula).flatMap({ $0.plain.unicodeScalars }) {
        let isSign = !scalar.properties.isAlphabetic && scalar.properties.numericType == nil && scalar != " "
        #expect(!isSign || usual.contains(scalar) || explained.contains(scalar), "“\(scalar)” at step \(index + 1)")
      }
    }
  }
}
