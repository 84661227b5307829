using System.Reflection;
using MdeHunting.Contract;
using Xunit;

namespace MdeHunting.Tests.Contract;

public class RetoldTests
{
    [Fact]
    public void A_failure_that_is_told_without_its_secrets_is_the_same_failure_in_all_else()
    {
        var failure = Failure();

        var told = failure.Retold(text => text);

        Assert.Equal(failure.ToString().Split('\n')[0], told.ToString().Split('\n')[0]);
        Assert.Equal("why", told.InnerException!.Message);
        Assert.All(Properties(), property => Assert.Equal(property.GetValue(failure), property.GetValue(told)));
        Assert.DoesNotContain(Properties(), property => property.GetValue(failure) is null or false);
    }

    [Fact]
    public void A_failure_with_suggestions_is_the_same_failure_in_all_else()
    {
        var failure = Failure();

        var with = failure.With(["near"], "Correct it.");

        Assert.Equal(["near"], with.Suggestions);
        Assert.Equal("Correct it.", with.NextStep);
        Assert.All(
            Properties().Where(property => property.Name is not ("Suggestions" or "NextStep")),
            property => Assert.Equal(property.GetValue(failure), property.GetValue(with))
        );
        Assert.Equal("What. Correct it.\ntext", with.Message.Substring(with.Message.IndexOf("What", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_text_of_it_is_told_anew()
    {
        var failure = new SignInException(
            SignInFailure.SignInFailed,
            "a secret",
            "a secret",
            new InvalidOperationException("a secret", new InvalidOperationException("a secret"))
        )
        {
            Target = "a secret",
            ServiceCode = "a secret",
            ServiceMessage = "a secret",
            RequestId = "a secret",
        };

        var told = failure.Retold(text => text.Replace("secret", "mark", StringComparison.Ordinal));

        var all = string.Join(' ', [told.ToString(), told.NextStep, told.What, $"{told.Target}", told.ServiceCode, told.ServiceMessage, told.RequestId]);
        Assert.DoesNotContain("secret", all);
        Assert.Equal("a mark", told.ServiceMessage);
    }

    private static HuntingException Failure()
    {
        var failure = new HuntingException(HuntingFailure.Forbidden, "What.", "Next.", new InvalidOperationException("why"));
        foreach (var property in Properties().Where(property => property.CanWrite))
        {
            property.SetValue(failure, Value(property.PropertyType));
        }

        return failure;
    }

    private static IEnumerable<PropertyInfo> Properties() =>
        new[] { typeof(HuntingException), typeof(MdeException<HuntingFailure>), typeof(MdeException) }
            .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(property => property.Name is not ("Message" or "HasSubject"));

    private static object Value(Type type) =>
        Nullable.GetUnderlyingType(type) == typeof(TimeSpan) ? TimeSpan.FromSeconds(7)
        : Nullable.GetUnderlyingType(type) == typeof((int, int)) ? (2, 3)
        : type == typeof(bool) ? true
        : type == typeof(HuntingRemedies) ? Enum.GetValues<HuntingRemedies>().Aggregate((all, one) => all | one)
        : type == typeof(string) || type == typeof(object) ? "text"
        : type == typeof(IReadOnlyList<string>) ? new[] { "one" }
        : MdeHuntingRight.No(MdeApi.Graph, "cause", "advice");
}
