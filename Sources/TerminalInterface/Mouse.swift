import CNcurses
import CellCanvas
import Playback

extension MouseEvent {
  /// What ncurses says that the mouse did; `nil` for what the lecture has no use for.
  init?(_ event: MEVENT) {
    let kind: Kind? =
      switch event.bstate {
      case let state where state & ncurses_wheel_up != 0: .scrolledUp
      case let state where state & ncurses_wheel_down != 0: .scrolledDown
      case let state where state & ncurses_left_pressed != 0: .pressed
      case let state where state & ncurses_left_released != 0: .released
      case let state where state & ncurses_mouse_moved != 0: .moved
      default: nil
      }
    guard let kind else { return nil }
    self.init(kind, at: Point(column: Int(event.x), row: Int(event.y)))
  }
}
