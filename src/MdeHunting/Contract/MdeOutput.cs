using MdeHunting.Contract;

namespace MdeHunting;

/// <summary>
/// What the module's outputs have in common: PowerShell knows an object by the names of its base types too, here and in another process
/// (<c>Deserialized.…</c>), so one entry in the module's type file and one view serve all of them.
/// </summary>
public abstract class MdeOutput
{
    private protected MdeOutput() { }

    /// <summary>What it was returned together with; null where it came alone.</summary>
    internal OutputSet? Set { get; set; }
}
