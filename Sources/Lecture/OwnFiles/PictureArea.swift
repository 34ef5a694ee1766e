public import CellCanvas

/// How a scene takes a picture: the middle of it, cut to the proportions of a rectangle and brought to its sides; and of
/// that, perhaps, a part.
public struct PictureArea: Hashable, Sendable {
  /// Pixels down.
  public let height: Int
  /// Pixels across.
  public let width: Int
  /// The part that is shown, in these pixels; `nil` for all.
  public let part: Region?

  /// The middle of a picture, brought to so many pixels.
  public init(width: Int, height: Int, part: Region? = nil) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    self.height = height
    self.width = width
    self.part = part
  }

  /// What becomes of a picture, in words: “13 % cut off left and right, enlarged to 280 × 320”.
  public func use(of picture: Picture) -> String {
    let kept = picture.croppedToProportions(width: width, height: height)
    let resized =
      (kept.width, kept.height) == (width, height)
      ? "pixel by pixel"
      : "\(kept.width < width || kept.height < height ? "enlarged" : "made smaller") to \(sides(height, width))"
    if let part { return "a part of \(sides(part.rows, part.columns)) pixels of it, \(resized)" }
    return cut(of: picture) + ", " + resized
  }

  /// What of a picture is left out, in words: “all of it”, “13 % cut off left and right”.
  public func cut(of picture: Picture) -> String {
    let kept = picture.croppedToProportions(width: width, height: height)
    return kept.width < picture.width
      ? "\(Self.percent(picture.width - kept.width, of: picture.width)) cut off left and right"
      : kept.height < picture.height
        ? "\(Self.percent(picture.height - kept.height, of: picture.height)) cut off above and below" : "all of it"
  }

  /// A part in whole percent, and never none of what there is.
  private static func percent(_ part: Int, of whole: Int) -> String {
    let percent = (200 * part + whole) / (2 * whole)
    return percent == 0 ? "less than 1 %" : "\(percent) %"
  }
}
