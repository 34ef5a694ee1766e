import Testing

@testable import CellCanvas

@Suite struct ColorDepthTests {
  @Test func namesAreThoseOfTheCommandLine() {
    #expect(ColorDepth.allCases.map(\.rawValue) == ["truecolor", "256", "16", "mono"])
  }

  @Test func theCubeIsXterms() {
    #expect(ColorDepth.color(ofIndex: 16) == .black)
    #expect(ColorDepth.color(ofIndex: 231) == .white)
    #expect(ColorDepth.color(ofIndex: 67) == RGB(0x5F87AF))
    #expect(ColorDepth.color(ofIndex: 244) == RGB(0x808080))
  }

  @Test func everyColorOfThePaletteIsItsOwnNearest() {
    for index in UInt8(16)...255 {
      let color = ColorDepth.color(ofIndex: index)
      #expect(ColorDepth.color(ofIndex: ColorDepth.index(nearestTo: color)) == color)
    }
  }

  @Test func theNearestIsHardlyEverMissed() {
    // The search looks at few candidates; compare it with looking at all.
    var worst: Float = 0
    for step in stride(from: 0, to: 1 << 24, by: 4099) {
      let color = RGB(UInt32(step))
      let wanted = ColorDepth.lab(of: color)
      func distance(_ index: UInt8) -> Float {
        ColorDepth.lab(of: ColorDepth.color(ofIndex: index)).squaredDistance(to: wanted).squareRoot()
      }
      let found = distance(ColorDepth.index(nearestTo: color))
      let best = (UInt8(16)...255).map(distance).min() ?? 0
      worst = max(worst, found - best)
    }
    #expect(worst < 0.06)
  }

  @Test func theTableAgreesWithTheSearchAboutPoles() {
    #expect(ColorDepth.color(ofIndex: ColorDepth.quickIndex(nearestTo: .black)) == .black)
    #expect(ColorDepth.color(ofIndex: ColorDepth.quickIndex(nearestTo: .white)) == .white)
  }
}
