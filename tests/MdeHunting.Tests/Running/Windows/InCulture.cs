using System.Globalization;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>Runs something under cultures that write dates and numbers another way.</summary>
internal static class InCulture
{
    /// <summary>Those cultures: points in times, the Islamic calendar, the Buddhist one.</summary>
    public static string[] Names { get; } = ["", "fi-FI", "ar-SA", "th-TH"];

    /// <summary>Runs it under one.</summary>
    public static T Of<T>(string culture, Func<T> run)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return run();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Runs it under each, which has to come to the same.</summary>
    public static T Each<T>(Func<T> run)
    {
        var first = Of(Names[0], run);
        Assert.All(Names.Skip(1), culture => Assert.Equal(first, Of(culture, run)));
        return first;
    }
}
