using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Quant.Tests.FixedIncome;

public sealed class AnnuityTests
{
    [Fact]
    public void PaymentPeriodsAndRate_ReferenceLoans_MatchOctave()
    {
        int compared = 0;
        foreach (var row in ReferenceCases.All("loan_math_octave.json"))
        {
            switch (row.GetProperty("function").GetString())
            {
                case "pmt":
                    decimal payment = Annuity.Payment(Exact("rate_per_period"), Count("n"), Exact("principal"));
                    Assert.Equal(row.Number("payment"), (double)payment, 1e-9);
                    compared++;
                    break;
                case "nper":
                    double? periods = Annuity.Periods(Exact("rate_per_period"), Exact("payment"), Exact("principal"));
                    Assert.Equal(row.Number("n"), periods!.Value, 1e-9);
                    compared++;
                    break;
                case "rate":
                    var rate = Annuity.Rate(Count("n"), Exact("payment"), Exact("principal"));
                    Assert.Equal(row.Number("rate_per_period"), rate.Rate!.Value, 1e-9);
                    compared++;
                    break;
                default:
                    break;
            }

            decimal Exact(string name) => row.GetProperty(name).GetDecimal();

            int Count(string name) => (int)row.Number(name);
        }

        Assert.Equal(15, compared);
    }

    [Fact]
    public void Payment_EveryLength_RollsTheBalanceToZero_AndComesBack()
    {
        for (int n = 1; n <= 40; n++)
        {
            foreach (decimal rate in new[] { 0m, 0.0000001m, 0.015m, 0.3m, 10m })
            {
                decimal payment = Annuity.Payment(rate, n, 12345.67m);
                decimal owed = 12345.67m;
                for (int k = 0; k < n; k++)
                {
                    owed = owed * (1m + rate) - payment;
                }

                double growth = Math.Pow(1.0 + (double)rate, n);
                Assert.Equal(0.0, (double)owed, 1e-22 * growth * n);
                Assert.Equal((double)rate, Annuity.Rate(n, payment, 12345.67m).Rate!.Value, 1e-12);
                if (rate is > 0.001m and < 1m)
                {
                    Assert.Equal(n, Annuity.Periods(rate, payment, 12345.67m)!.Value, 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Periods_OfAPaymentForTen_AreTen_HoweverLowOrHighTheRate()
    {
        foreach (double rate in new[] { 1e-17, 1e-15, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 0.01, 0.2, 0.45, 1.0 })
        {
            decimal exact = (decimal)rate;

            double? periods = Annuity.Periods(exact, Annuity.Payment(exact, 10, 1000m), 1000m);

            Assert.Equal(10.0, periods!.Value, 1e-13);
        }
    }

    [Fact]
    public void Periods_PaymentThatOnlyServesInterest_NeverRepays()
    {
        Assert.Null(Annuity.Periods(0.01m, 10m, 1000m));
        Assert.Null(Annuity.Periods(0.01m, 9m, 1000m));
        Assert.Equal(5.0, Annuity.Periods(0m, 200m, 1000m));
        Assert.True(Annuity.Rate(4, 200m, 1000m).Rate < 0.0);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Annuity.Payment(-0.01m, 12, 1m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Annuity.Payment(0.01m, 0, 1m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Annuity.Payment(0.01m, 12, -1m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Annuity.Periods(0.01m, 0m, 1m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Annuity.Rate(12, 1m, 0m));
    }
}
