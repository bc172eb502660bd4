"""replay: recorded scenarios played again, and what a watcher sees of the Pods compared with the recording."""
