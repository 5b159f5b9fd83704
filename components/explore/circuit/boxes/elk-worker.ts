/** The worker that lays out circuits. The library listens to messages as soon as it is imported. */
import "elkjs/lib/elk-worker.min.js";
