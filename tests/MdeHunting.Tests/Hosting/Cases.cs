using CsCheck;
using Xunit;

namespace MdeHunting.Tests.Hosting;

/// <summary>
/// Cases that each take a process of their own, or seconds: all of them where the random tests run all of theirs (<c>tests/README.md</c>), else those that
/// differ most.
/// </summary>
internal static class Cases
{
    private const int Whole = 1000;

    public static bool AreAll => Check.Iter >= Whole;

    /// <param name="all">Every case.</param>
    /// <param name="chosen">The places of those that always run.</param>
    public static T[] Of<T>(T[] all, params int[] chosen) => AreAll ? all : [.. chosen.Select(place => all[place])];

    /// <summary>The same for a theory.</summary>
    public static TheoryData<T> Theory<T>(T[] all, params int[] chosen) => [.. Of(all, chosen)];

    /// <summary>How large a case is whose work grows with its size: a tenth where not all cases run.</summary>
    public static int Size(int whole) => AreAll ? whole : whole / 10;
}
