using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>The folder that <c>-OutputPath</c> names.</summary>
/// <param name="Full">The full path; empty where it is not valid.</param>
/// <param name="Fault">Why it is not valid; null where it is.</param>
internal sealed record OutputFolderPath(string Full, OutputException? Fault)
{
    /// <summary>Whether the session's preference is to do nothing and tell what would be done.</summary>
    public bool IsPreviewPreferred { get; private init; }

    /// <summary>The path of the file system, absolute, as it is without wildcards. To be called by the pipeline thread.</summary>
    public static OutputFolderPath Of(SessionState session, string path)
    {
        try
        {
            var found = FilePath.Of(session, path);
            if (!found.IsOfFileSystem)
            {
                return NotValid(path, $"'{path}' is a path of the provider {found.Provider}, not of a folder.");
            }

            // Without the separator at the end, and with those of the system.
            var full = Path.GetFullPath(found.Full);
            var isRoot = full.Length <= (Path.GetPathRoot(full)?.Length ?? 0);
            return new OutputFolderPath(isRoot ? full : full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar), null)
            {
                IsPreviewPreferred = LanguagePrimitives.IsTrue(session.PSVariable.GetValue("WhatIfPreference")),
            };
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException or PathTooLongException)
        {
            return NotValid(path, $"'{path}' is not a path: {e.Message}", e);
        }
    }

    /// <summary>The path itself, if it is valid.</summary>
    /// <exception cref="OutputException">It is not.</exception>
    public OutputFolderPath ThrowIfNotValid() => Fault is null ? this : throw Fault;

    private static OutputFolderPath NotValid(string path, string what, Exception? inner = null) =>
        new(
            string.Empty,
            new OutputException(OutputFailure.OutputPathNotValid, what, "Specify the path of a folder. It doesn't have to exist yet.", inner) { Target = path }
        );
}
