using MdeHunting.Indicators;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>A path or a key is the one that rows have, also where it was copied from JSON or code, or names folders by . and ...</summary>
public sealed class WindowsPathTests
{
    [Theory]
    [InlineData(@"C:\\Windows\\svcupd.exe", @"FilePath C:\Windows\svcupd.exe")]
    [InlineData(@"C:\Windows\\svcupd.exe", @"FilePath C:\Windows\svcupd.exe")]
    [InlineData(@"%windir%\\svcupd.exe", @"FilePath %windir%\svcupd.exe")]
    [InlineData(@"\\server\share\a.exe", @"FilePath \\server\share\a.exe")]
    [InlineData(@"\\server\\share\\a.exe", @"FilePath \\server\share\a.exe")]
    [InlineData(@"\\\\server\\share\\a.exe", @"FilePath \\server\share\a.exe")]
    [InlineData(@"\\\\?\\C:\\Windows\\a.exe", @"FilePath C:\Windows\a.exe")]
    [InlineData(@"\\??\\C:\\Windows\\a.exe", @"FilePath C:\Windows\a.exe")]
    [InlineData(@"C:\Windows\.\svcupd.exe", @"FilePath C:\Windows\svcupd.exe")]
    [InlineData(@"C:\Windows\System32\..\svcupd.exe", @"FilePath C:\Windows\svcupd.exe")]
    [InlineData(@"C:\..\svcupd.exe", @"FilePath C:\svcupd.exe")]
    [InlineData(@"\\server\share\..\a.exe", @"FilePath \\server\share\a.exe")]
    [InlineData(@"%windir%\..\a.exe", @"FilePath %windir%\..\a.exe")]
    [InlineData(@"HKLM\\SYSTEM\\X\\Y", @"RegistryKey HKEY_LOCAL_MACHINE\SYSTEM\X\Y")]
    [InlineData(@"HKLM\SYSTEM\\X\Y", @"RegistryKey HKEY_LOCAL_MACHINE\SYSTEM\X\Y")]
    [InlineData(@"HKLM\Layers\\\server\share\a.exe", @"RegistryKey HKEY_LOCAL_MACHINE\Layers\\\server\share\a.exe")]
    [InlineData(@"HKLM\\Layers\\\\\\server\\share\\a.exe", @"RegistryKey HKEY_LOCAL_MACHINE\Layers\\\server\share\a.exe")]
    [InlineData(@"\REGISTRY\MACHINE\SYSTEM\X", @"RegistryKey HKEY_LOCAL_MACHINE\SYSTEM\X")]
    [InlineData(@"\Registry\User\S-1-5-21-1-2-3-1001\Software\X", @"RegistryKey HKEY_USERS\S-1-5-21-1-2-3-1001\Software\X")]
    [InlineData(@"\\REGISTRY\\MACHINE\\SYSTEM\\X", @"RegistryKey HKEY_LOCAL_MACHINE\SYSTEM\X")]
    public void A_path_has_one_backslash_for_each_folder_and_no_detour(string text, string expected)
    {
        Assert.Equal([expected], Read(text));
        Assert.Equal([expected], Read($"The loader is {text} and it was run."));
        var (type, value) = (Enum.Parse<MdeIndicatorType>(expected.Split(' ')[0]), expected[(expected.IndexOf(' ') + 1)..]);
        Assert.Equal(value.Contains(@"%\..", StringComparison.Ordinal) ? "a.exe" : value, IndicatorRecognizer.Parse(type, text));
    }

    [Theory]
    [InlineData("MessageId", "{5C51A1D2-0000-4000-8000-00000000abcd}", "5c51a1d2-0000-4000-8000-00000000abcd")]
    [InlineData("MessageId", "{a}", "{a}")]
    [InlineData("FilePath", @"C:\\a\\b.exe", @"C:\a\b.exe")]
    [InlineData("RegistryKey", @"SYSTEM\\X", @"SYSTEM\X")]
    public void A_stated_value_is_the_one_that_rows_have(string type, string text, string expected) =>
        Assert.Equal(expected, IndicatorRecognizer.Parse(Enum.Parse<MdeIndicatorType>(type), text));

    [Theory]
    [InlineData(@"C:\PROGRA~1\7-Zip\7z.exe", "'PROGRA~1' can be a short (8.3) name")]
    [InlineData(@"C:\Temp\SVCUPD~1.EXE", "'SVCUPD~1.EXE' can be a short (8.3) name")]
    [InlineData(@"%windir%\..\a.exe", "It goes above a folder")]
    [InlineData(@"C:\Program Files\7-Zip\7z.exe", null)]
    [InlineData("/home/a~1/b", null)]
    [InlineData("~/b", null)]
    public void A_path_that_rows_can_have_in_another_form_is_not_called_absent(string path, string? reason)
    {
        var entry = new MdeIndicatorLedgerEntry("Contoso", null, new MdeIndicator(MdeIndicatorType.FilePath, path, path));
        entry.Plan(default, DateTime.MaxValue, [new TableSearch("DeviceEvents", false, SearchState.Whole, null)]);

        Assert.Equal((reason is null ? "NotFound" : "Partial", reason is null), (entry.Status, entry.IsComplete));
        Assert.Equal(reason, reason is null ? entry.Reason : entry.Reason?[..reason.Length]);
    }

    private static IEnumerable<string> Read(string line) => IndicatorText.Read(line).Select(one => $"{one.Token.Type} {one.Token.Value}");
}
