"""machinery: what every controller is built on: an informer, a work queue, expectations, ownership."""
