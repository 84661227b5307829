using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>A folder that a parameter names, which need not be there.</summary>
/// <param name="Full">The full path; empty where it is not valid.</param>
/// <param name="Fault">Why it is not valid; null where it is.</param>
internal sealed record FolderPath(string Full, string? Fault)
{
    /// <summary>Whether the session's preference is to do nothing and tell what would be done.</summary>
    public bool IsPreviewPreferred { get; private init; }

    /// <summary>The path of the file system, absolute, as it is without wildcards. To be called by the pipeline thread.</summary>
    public static FolderPath Of(SessionState session, string path)
    {
        try
        {
            var found = FilePath.Of(session, path);
            if (!found.IsOfFileSystem)
            {
                return NotValid($"'{path}' is a path of the provider {found.Provider}, not of a folder.");
            }

            // Without the separator at the end, and with those of the system.
            var full = Path.GetFullPath(found.Full);
            var isRoot = full.Length <= (Path.GetPathRoot(full)?.Length ?? 0);
            return new FolderPath(isRoot ? full : full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar), null)
            {
                IsPreviewPreferred = LanguagePrimitives.IsTrue(session.PSVariable.GetValue("WhatIfPreference")),
            };
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException or PathTooLongException)
        {
            return NotValid($"'{path}' isn't a path: {e.Message}");
        }
    }

    /// <summary>The path itself, if it is valid.</summary>
    /// <param name="failure">The failure of one that is not, by what is wrong with it.</param>
    /// <exception cref="MdeException">It is not.</exception>
    public FolderPath ThrowIfNotValid(Func<string, MdeException> failure) => Fault is null ? this : throw failure(Fault);

    private static FolderPath NotValid(string what) => new(string.Empty, what);
}
