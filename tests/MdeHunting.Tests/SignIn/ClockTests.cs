using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

public class ClockTests
{
    [Theory]
    [InlineData(-12)]
    [InlineData(12)]
    public async Task A_certificates_assertion_by_a_clock_that_is_off_says_whose_fault_it_is(int minutes)
    {
        await using var lab = await StartAsync(minutes);
        var certificate = lab.Lab.State.CredentialsOf(LabApplications.Runbook.Id).Certificate!;

        var failure = await Record.ExceptionAsync(() =>
            lab.NewService()
                .ConnectAsync(
                    lab.Request(new CertificateChoice(certificate), client: LabApplications.Runbook.Id.ToString()),
                    lab.Prompt,
                    TestContext.Current.CancellationToken
                )
        );

        if (failure is null)
        {
            // The assertion was still within its time: then the clock is warned of.
            Assert.Contains(lab.Warnings, w => w.Contains("clock is 12 minutes", StringComparison.Ordinal));
            return;
        }

        Assert.Equal(SignInFailure.ClockSkewed, Assert.IsType<SignInException>(failure).Failure);
        Assert.Contains("12 minutes", failure.Message);
    }

    [Fact]
    public async Task A_sign_in_that_succeeds_warns_of_the_clock_and_a_good_one_does_not()
    {
        await using var off = await StartAsync(7);
        (await off.ConnectAsync(off.NewService(), off.Request(LabSignIn.DeviceCode()))).Dispose();
        Assert.Contains("clock is 7 minutes behind", Assert.Single(off.Warnings));

        await using var good = await StartAsync(3);
        (await good.ConnectAsync(good.NewService(), good.Request(LabSignIn.DeviceCode()))).Dispose();
        Assert.Empty(good.Warnings);
    }

    [Theory]
    [InlineData(SignInMethod.Browser, 12, "12 minutes behind")]
    [InlineData(SignInMethod.Browser, -12, "12 minutes ahead")]
    [InlineData(SignInMethod.Browser, 1440, "1440 minutes behind")]
    [InlineData(SignInMethod.Browser, -1440, "1440 minutes ahead")]
    [InlineData(SignInMethod.DeviceCode, 12, "12 minutes behind")]
    [InlineData(SignInMethod.DeviceCode, -12, "12 minutes ahead")]
    [InlineData(SignInMethod.DeviceCode, 1440, "1440 minutes behind")]
    [InlineData(SignInMethod.DeviceCode, -1440, "1440 minutes ahead")]
    public async Task A_persons_sign_in_by_a_clock_that_is_off_succeeds_and_warns(SignInMethod method, int minutes, string off)
    {
        await using var lab = await StartAsync(minutes);
        var service = lab.NewService(address =>
        {
            _ = Task.Run(() => lab.Person.AcceptAsync(address));
            return Task.CompletedTask;
        });

        (await lab.ConnectAsync(service, lab.Request(new UserChoice(method, null, MayPrompt: true, CachePersistence.Memory)))).Dispose();

        Assert.Contains($"This machine's clock is {off}", Assert.Single(lab.Warnings));
    }

    private static async Task<LabSignIn> StartAsync(int minutes)
    {
        var lab = new LabSignIn
        {
            Options = new()
            {
                Tenants = TestLab.Tenants,
                RunQuery = TinyEngine.Run,
                IdentityClockSkew = TimeSpan.FromMinutes(minutes),
            },
        };
        await lab.InitializeAsync();
        return lab;
    }
}
