namespace MdeHunting.Isolation;

/// <summary>Which edition of PowerShell this is: the public assembly is one file for both.</summary>
internal static class Edition
{
    /// <summary>
    /// Whether it is Windows PowerShell, which runs in .NET Framework, whose every version says that it is 4
    /// (https://learn.microsoft.com/dotnet/api/system.environment.version).
    /// </summary>
    public static bool IsDesktop { get; } = Environment.Version.Major == 4;
}
