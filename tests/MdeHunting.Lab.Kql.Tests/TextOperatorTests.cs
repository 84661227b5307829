using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class TextOperatorTests
{
    [Theory]
    [InlineData("'powershell.exe' has 'powershell'", true)]
    [InlineData("'powershell.exe' has 'EXE'", true)]
    [InlineData("'powershell.exe' has 'power'", false)]
    [InlineData("'powershell.exe' has 'shell'", false)]
    [InlineData("'powershell.exe' has 'powershell.exe'", true)]
    [InlineData("'xpowershell.exe' has 'powershell.exe'", false)]
    [InlineData("'cmd /c net user' has '/c net'", true)]
    [InlineData("'run -base64 x' has '-base64'", true)]
    [InlineData("'run-base64x' has '-base64'", false)]
    [InlineData("'run-base64' has '-base64'", true)]
    [InlineData("'mimikatz12.exe mimikatz' has 'mimikatz'", true)]
    [InlineData("'under_score' has 'score'", true)]
    [InlineData("'anything' has ''", true)]
    [InlineData("'' has 'x'", false)]
    [InlineData("'Übergröße-x' has 'übergröße'", true)]
    [InlineData("'a b' has_cs 'B'", false)]
    [InlineData("'a B' has_cs 'B'", true)]
    [InlineData("'a b' !has 'B'", false)]
    [InlineData("'a b' !has_cs 'B'", true)]
    [InlineData("'a b' !has 'c'", true)]
    public void Has_finds_whole_terms(string test, bool expected) => Assert.Equal(expected, KqlLab.Value(test));

    [Theory]
    [InlineData("'PowerShell' contains 'SHELL'", true)]
    [InlineData("'PowerShell' contains_cs 'SHELL'", false)]
    [InlineData("'PowerShell' contains_cs 'Shell'", true)]
    [InlineData("'PowerShell' !contains 'cmd'", true)]
    [InlineData("'PowerShell' !contains 'POWER'", false)]
    [InlineData("'PowerShell' !contains_cs 'POWER'", true)]
    [InlineData("'PowerShell' contains ''", true)]
    [InlineData("'PowerShell' startswith 'power'", true)]
    [InlineData("'PowerShell' startswith_cs 'power'", false)]
    [InlineData("'PowerShell' !startswith 'shell'", true)]
    [InlineData("'PowerShell' !startswith_cs 'power'", true)]
    [InlineData("'PowerShell' endswith 'SHELL'", true)]
    [InlineData("'PowerShell' endswith_cs 'SHELL'", false)]
    [InlineData("'PowerShell' !endswith 'power'", true)]
    [InlineData("'PowerShell' !endswith_cs 'SHELL'", true)]
    [InlineData("'PowerShell' =~ 'POWERSHELL'", true)]
    [InlineData("'PowerShell' =~ 'POWER'", false)]
    [InlineData("'PowerShell' !~ 'POWERSHELL'", false)]
    [InlineData("'PowerShell' !~ 'cmd'", true)]
    public void The_others_find_parts(string test, bool expected) => Assert.Equal(expected, KqlLab.Value(test));

    [Theory]
    [InlineData("AdditionalFields has 'net'", 1)]
    [InlineData("AdditionalFields contains 'ule'", 2)]
    [InlineData("AdditionalFields.Rule =~ 'NET'", 1)]
    [InlineData("AdditionalFields !contains 'Rule'", 2)]
    public void A_dynamic_value_is_searched_as_text(string test, int expected) =>
        Assert.Equal(expected, KqlLab.Run($"DeviceProcessEvents | where {test}").Rows.Count);

    [Theory]
    [InlineData("5 has 'x'", "The operator 'has' is not defined for the operand types long and string. Fix semantic errors in your query.")]
    [InlineData("'x' contains 5", "The operator 'contains' is not defined for the operand types string and long. Fix semantic errors in your query.")]
    [InlineData("now() =~ 'x'", "The operator '=~' is not defined for the operand types datetime and string. Fix semantic errors in your query.")]
    public void Other_types_are_refused(string test, string message) => Assert.Equal(message, KqlLab.Refused($"One | where {test}").Message);
}
