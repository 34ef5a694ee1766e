/// The player.
