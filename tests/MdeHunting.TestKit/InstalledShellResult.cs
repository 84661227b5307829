namespace MdeHunting.TestKit;

/// <summary>What a PowerShell in a process of its own printed, and the exit code that it ended with.</summary>
internal sealed record InstalledShellResult(int ExitCode, string Output, string Error);
