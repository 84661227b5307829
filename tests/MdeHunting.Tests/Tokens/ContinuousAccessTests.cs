using MdeHunting.Rows;
using MdeHunting.Service.Tokens;
using Xunit;

namespace MdeHunting.Tests.Tokens;

public class ContinuousAccessTests
{
    [Theory]
    [InlineData("""{"xms_cc":["cp1"],"iat":1000,"exp":101800}""", true)]
    [InlineData("""{"xms_cc":["other","CP1"],"nbf":1000,"exp":101800}""", true)]
    [InlineData("""{"xms_cc":"cp1","iat":1000,"exp":101800}""", true)]
    [InlineData("""{"iat":1000,"exp":4900}""", false)]
    [InlineData("""{"xms_cc":["protapp"],"iat":1000,"exp":8500}""", false)]
    [InlineData("""{"xms_cc":["cp1"],"iat":1000,"exp":4900}""", null)]
    [InlineData("""{"iat":1000,"exp":87400}""", null)]
    [InlineData("""{"xms_cc":["cp1"],"exp":101800}""", null)]
    [InlineData("""{"xms_cc":["cp1"],"iat":1000}""", null)]
    [InlineData("{}", null)]
    public void It_is_told_where_both_signs_agree(string payload, bool? expected) =>
        Assert.Equal(expected, TokenReader.Read(TokenTests.Token("{}", payload), new DynamicObjects(), DateTime.UtcNow).HasContinuousAccessEvaluation);
}
