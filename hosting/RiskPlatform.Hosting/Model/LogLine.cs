namespace Aspire.Hosting.ApplicationModel;

/// <summary>One line a resource wrote.</summary>
/// <param name="LineNumber">Counts up by one a line of the resource.</param>
/// <param name="Content">The time, and what it wrote.</param>
/// <param name="IsErrorMessage">Whether it wrote it to its error stream.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
