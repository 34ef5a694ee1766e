/// What every exported file says of itself among its first 4096 bytes, so that this program may replace it.
public enum ExportMark {
  /// The mark.
  public static let text = "made by cnnviz export"
}
