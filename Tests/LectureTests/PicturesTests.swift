import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct PicturesTests {
  @Test func picturesHaveTheSizesTheyArePaintedFor() {
    let pictures = [
      (Pictures.lighthouse, 227, 227, 200), (Pictures.house, 320, 280, 150), (Pictures.balloon, 32, 32, 100),
    ]
    for (picture, width, height, shades) in pictures {
      #expect(picture.width == width && picture.height == height)
      #expect(Set(picture.bytes).count > shades, "a picture has shades")
    }
    let greys = Pictures.house.bytes
    for first in stride(from: 0, to: greys.count, by: 3) where Set(greys[first..<first + 3]).count > 1 {
      Issue.record("the house has a colour at byte \(first)")
    }
  }

  @Test func decodesWidthHeightAndColours() {
    let picture = Pictures.decode(Array("P6\n2 1\n255\n".utf8) + [1, 2, 3, 250, 251, 252])
    #expect(picture == Picture(width: 2, height: 1, bytes: [1, 2, 3, 250, 251, 252]))
    let grey = Pictures.decode(Array("P5\n2 1\n255\n".utf8) + [9, 200])
    #expect(grey == Picture(width: 2, height: 1, bytes: [9, 9, 9, 200, 200, 200]))
  }

  @Test func theViewersPictureComesBeforeTheStandardOne() {
    let own = Picture(width: 4, height: 2, bytes: (0..<24).map { UInt8($0 * 10) })
    let settings = Settings(picture: own)
    #expect(Pictures.color(for: Settings(), width: 227, height: 227) == Pictures.lighthouse)
    #expect(Pictures.color(for: Settings(), else: Pictures.balloon, width: 32, height: 32) == Pictures.balloon)
    #expect(Pictures.color(for: settings, width: 4, height: 2) == own)
    // The middle, and nothing squeezed.
    #expect(
      Pictures.color(for: settings, else: Pictures.balloon, width: 2, height: 2).bytes
        == [30, 40, 50, 60, 70, 80, 150, 160, 170, 180, 190, 200])
    #expect(Settings(picture: own) == settings && settings != Settings())
    #expect(settings != Settings(picture: Picture(width: 4, height: 2, bytes: own.bytes.reversed())))
  }

  @Test func greysAreBrightnesses() {
    let own = Picture(width: 2, height: 2, bytes: [255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77])
    let greys = Pictures.grey(for: Settings(picture: own), width: 2, height: 2)
    #expect(greys.shape == Shape(height: 2, width: 2))
    #expect(greys.values == [76, 150, 29, 77])
    #expect(
      Pictures.grey(for: Settings(picture: own), width: 1, height: 1).values == [83], "of the mean colour, a grey")
    let standard = Pictures.grey(for: Settings(), width: 320, height: 280)
    let reds = stride(from: 0, to: Pictures.house.bytes.count, by: 3).map { Pictures.house.bytes[$0] }
    #expect(standard.values == reds.map { Float($0) })
  }

  @Test func tensorIsChannelsLastFromMinusOneToOne() {
    let tensor = Picture(width: 2, height: 1, bytes: [0, 255, 0, 255, 0, 255]).tensor
    #expect(tensor.shape.height == 1 && tensor.shape.width == 2 && tensor.shape.channels == 3)
    #expect(tensor.values == [-1, 1, -1, 1, -1, 1])
  }

  /// In every scene that shows a picture stands the viewer's own, in its colours, from one pixel up.
  @Test(arguments: [(1, 1), (3, 500), (640, 480)])
  func everySceneWithAPictureShowsTheViewers(width: Int, height: Int) throws {
    let own = Picture(
      width: width, height: height, bytes: (0..<width * height).flatMap { [UInt8(200 + $0 % 2), 16, 90] })
    let grey = Float((299 * 200 + 587 * 16 + 114 * 90 + 500) / 1000)
    let settings = Settings(picture: own)
    func isOwn(_ picture: Picture) -> Bool {
      stride(from: 0, to: picture.bytes.count, by: 3).allSatisfy { index in
        (200...201).contains(picture.bytes[index]) && Array(picture.bytes[index + 1...index + 2]) == [16, 90]
      }
    }
    func isOwn(_ picture: Tensor) -> Bool { picture.values.allSatisfy { abs($0 - grey) <= 1 } }
    #expect(isOwn(try VolumesScene(settings).picture))
    #expect(isOwn(try ReceptiveFieldScene(settings).picture))
    #expect(isOwn(try AlexNetScene(settings).picture))
    #expect(isOwn(try EdgeDetectionScene(settings).picture))
    #expect(isOwn(try ThreeAdvantagesScene(settings).paths.picture))
    for moment in try EquivarianceScene(settings).moments {
      if case .map(let paths) = moment { #expect(isOwn(paths.picture)) }
      if case .other(_, let paths) = moment { #expect(isOwn(paths.picture)) }
    }
    // And all of them say something true of it that has room.
    let scenes: [any Scene] = [
      try VolumesScene(settings), try ReceptiveFieldScene(settings), try EdgeDetectionScene(settings),
      try ThreeAdvantagesScene(settings), try EquivarianceScene(settings),
    ]
    for scene in scenes {
      for (index, step) in scene.steps.enumerated() {
        step.check("\(type(of: scene).card.id), step \(index + 1)")
        #expect(scene.figure(at: Playhead(step: index)).audit == [])
        let words = step.caption.plain + step.note
        for name in ["lighthouse", "balloon", "the house"] { #expect(!words.contains(name)) }
      }
    }
  }
}
