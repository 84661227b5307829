using System.Reflection;
using Xunit;
using Xunit.v3;

[assembly: MdeHunting.TestLimit]

namespace MdeHunting;

/// <summary>
/// Ends a test that would never end: after ten minutes it is cancelled, which fails it by its name; where it does not heed that within another one, the process
/// ends and says which test it was. Every test project has it.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestLimitAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private const string Key = "MdeHunting.TestLimit";

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var context = TestContext.Current;
        var isCancelled = false;
        context.KeyValueStorage[$"{Key}.{test.UniqueID}"] = new Timer(
            _ =>
            {
                if (isCancelled)
                {
                    Environment.FailFast($"The test {test.TestDisplayName} did not end within {Limit + Grace}.");
                }

                isCancelled = true;
                context.TestOutputHelper?.WriteLine($"The test did not end within {Limit} and is cancelled.");
                context.CancelCurrentTest();
            },
            null,
            Limit,
            Grace
        );
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (TestContext.Current.KeyValueStorage.TryRemove($"{Key}.{test.UniqueID}", out var timer))
        {
            ((Timer)timer!).Dispose();
        }
    }
}
