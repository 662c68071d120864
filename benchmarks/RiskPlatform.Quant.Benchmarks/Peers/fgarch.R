# fGarch's side of the contests: fgarch.R <inputs> <results>.
# A line on standard input asks for a measurement; its end asks for the results. Numbers are raw doubles.

suppressPackageStartupMessages(library(fGarch))
arguments <- commandArgs(trailingOnly = TRUE)
returns <- readBin(arguments[1], "double", file.size(arguments[1]) / 8)
questions <- file("stdin", "r")
while (length(readLines(questions, 1)) > 0) {
  started <- as.numeric(Sys.time())
  fit <- garchFit(~ garch(1, 1), data = returns, trace = FALSE)
  cat(sprintf("%.17g\n", as.numeric(Sys.time()) - started))
  flush(stdout())
}
estimates <- fit@fit$par
writeBin(as.numeric(c(
  estimates["mu"], estimates["omega"], estimates["alpha1"], estimates["beta1"], -fit@fit$llh)), arguments[2])
