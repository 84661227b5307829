namespace MdeHunting.Lab.Hosting;

/// <summary>The command line makes no sense; the message says why.</summary>
internal sealed class LabUsageException(string message) : Exception(message);
